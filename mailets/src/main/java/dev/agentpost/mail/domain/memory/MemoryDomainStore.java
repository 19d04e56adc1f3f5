package dev.agentpost.mail.domain.memory;

import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.domain.DomainOwner;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public class MemoryDomainStore implements DomainStore {
    private final Map<OrganizationId, TreeMap<String, CustomDomain>> wishes = new HashMap<>();
    private final Map<String, DomainOwner> owners = new HashMap<>();

    private synchronized <T> T locked(Supplier<T> access) {
        return access.get();
    }

    private TreeMap<String, CustomDomain> wishesOf(OrganizationId organizationId) {
        return wishes.computeIfAbsent(organizationId, first -> new TreeMap<>());
    }

    @Override
    public Mono<CustomDomain> create(CustomDomain pending) {
        return Mono.fromCallable(() -> locked(() -> {
            wishesOf(pending.organizationId()).putIfAbsent(pending.name(), pending);
            return current(wishesOf(pending.organizationId()).get(pending.name()));
        }));
    }

    private CustomDomain current(CustomDomain wish) {
        Optional<DomainOwner> owner = Optional.ofNullable(owners.get(wish.name()))
                .filter(found -> found.organizationId().equals(wish.organizationId()));
        return new CustomDomain(
                wish.name(),
                wish.organizationId(),
                wish.token(),
                wish.createdAt(),
                owner.map(DomainOwner::verifiedAt),
                owner.flatMap(DomainOwner::catchAll));
    }

    @Override
    public Mono<CustomDomain> find(OrganizationId organizationId, String name) {
        return Mono.fromCallable(() -> locked(() ->
                        Optional.ofNullable(wishesOf(organizationId).get(name)).map(this::current)))
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Flux<CustomDomain> list(OrganizationId organizationId, Optional<String> after, int limit) {
        return Mono.<List<CustomDomain>>fromCallable(
                        () -> locked(() -> wishesOf(organizationId).tailMap(after.orElse(""), false).values().stream()
                                .limit(limit)
                                .map(this::current)
                                .toList()))
                .flatMapIterable(found -> found);
    }

    @Override
    public Mono<Boolean> claim(OrganizationId organizationId, String name, Instant now) {
        return Mono.fromCallable(() -> locked(() -> owners.computeIfAbsent(
                        name, first -> new DomainOwner(organizationId, now, Optional.empty(), false))
                .organizationId()
                .equals(organizationId)));
    }

    @Override
    public Mono<DomainOwner> findOwner(String name) {
        return Mono.fromCallable(() -> locked(() -> owners.get(name)));
    }

    @Override
    public Mono<Boolean> setCatchAll(OrganizationId organizationId, String name, Optional<InboxAddress> inbox) {
        return change(
                organizationId,
                name,
                owner -> new DomainOwner(organizationId, owner.verifiedAt(), inbox, owner.leaving()));
    }

    @Override
    public Mono<Void> removeCatchAll(OrganizationId organizationId, String name, InboxAddress inbox) {
        return change(
                        organizationId,
                        name,
                        owner -> new DomainOwner(
                                organizationId,
                                owner.verifiedAt(),
                                owner.catchAll().filter(catchAll -> !catchAll.equals(inbox)),
                                owner.leaving()))
                .then();
    }

    @Override
    public Mono<Boolean> setLeaving(OrganizationId organizationId, String name, boolean leaving) {
        return change(
                organizationId,
                name,
                owner -> new DomainOwner(organizationId, owner.verifiedAt(), owner.catchAll(), leaving));
    }

    private Mono<Boolean> change(OrganizationId organizationId, String name, UnaryOperator<DomainOwner> change) {
        return Mono.fromCallable(() -> locked(() -> {
            boolean isOwner = Optional.ofNullable(owners.get(name))
                    .filter(owner -> owner.organizationId().equals(organizationId))
                    .isPresent();
            if (isOwner) {
                owners.computeIfPresent(name, (same, owner) -> change.apply(owner));
            }
            return isOwner;
        }));
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, String name) {
        return Mono.fromRunnable(() -> locked(() -> {
            owners.computeIfPresent(
                    name, (same, owner) -> owner.organizationId().equals(organizationId) ? null : owner);
            return wishesOf(organizationId).remove(name);
        }));
    }
}
