package dev.agentpost.mail.inbox.memory;

import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public class MemoryInboxStore implements InboxStore, AliasStore {
    private final Map<InboxAddress, Inbox> inboxes = new HashMap<>();
    private final Map<InboxAddress, Inbox> leaving = new HashMap<>();
    private final Map<InboxAddress, Inbox> aliases = new TreeMap<>(Comparator.comparing(InboxAddress::asString));

    @Override
    public Mono<Creation> create(Inbox inbox) {
        return Mono.fromCallable(() -> createNow(inbox));
    }

    private synchronized Creation createNow(Inbox inbox) {
        Optional<Inbox> first = inboxes.values().stream()
                .filter(existing -> isSameClientId(existing, inbox))
                .findFirst();
        if (first.isPresent()) {
            return new Creation.Repeated(first.get());
        }
        if (leaving.containsKey(inbox.email())) {
            return new Creation.AddressLeaving();
        }
        if (aliases.containsKey(inbox.email()) || inboxes.putIfAbsent(inbox.email(), inbox) != null) {
            return new Creation.AddressTaken();
        }
        return new Creation.Created(inbox);
    }

    private static boolean isSameClientId(Inbox existing, Inbox inbox) {
        return inbox.clientId().isPresent()
                && inbox.clientId().equals(existing.clientId())
                && inbox.organizationId().equals(existing.organizationId());
    }

    @Override
    public Mono<Inbox> find(InboxAddress email) {
        return Mono.fromCallable(() -> findNow(email));
    }

    private synchronized Inbox findNow(InboxAddress email) {
        return inboxes.get(email);
    }

    @Override
    public Flux<Inbox> list(OrganizationId organizationId, Optional<InboxId> after, int limit) {
        return Flux.defer(() -> Flux.fromIterable(listNow(organizationId, after, limit)));
    }

    private synchronized List<Inbox> listNow(OrganizationId organizationId, Optional<InboxId> after, int limit) {
        String start = after.map(InboxId::value).orElse("");
        return inboxes.values().stream()
                .filter(inbox -> inbox.organizationId().equals(organizationId))
                .filter(inbox -> inbox.id().value().compareTo(start) > 0)
                .sorted(Comparator.comparing(inbox -> inbox.id().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public Flux<InboxAddress> listAddresses(OrganizationId organizationId, String domain) {
        return Flux.defer(() -> Flux.fromIterable(addressesNow(organizationId, domain)));
    }

    private synchronized List<InboxAddress> addressesNow(OrganizationId organizationId, String domain) {
        return Stream.concat(inboxes.entrySet().stream(), aliases.entrySet().stream())
                .filter(entry -> entry.getValue().organizationId().equals(organizationId))
                .map(Map.Entry::getKey)
                .filter(address -> address.domain().equals(domain))
                .toList();
    }

    @Override
    public Mono<Inbox> update(
            InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        return Mono.fromCallable(() -> updateNow(email, sendPaused, displayName));
    }

    private synchronized Inbox updateNow(
            InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        return inboxes.computeIfPresent(
                email, (address, inbox) -> inbox.withSendPaused(sendPaused.orElse(inbox.sendPaused()))
                        .withDisplayName(displayName.orElse(inbox.displayName())));
    }

    @Override
    public Mono<Void> setLeaving(Inbox inbox) {
        return Mono.fromRunnable(() -> setLeavingNow(inbox));
    }

    private synchronized void setLeavingNow(Inbox inbox) {
        if (isThere(inbox)) {
            leaving.put(inbox.email(), inboxes.remove(inbox.email()));
            aliases.values().removeIf(owner -> owner.id().equals(inbox.id()));
        }
    }

    @Override
    public Mono<Inbox> findLeaving(InboxAddress email) {
        return Mono.fromCallable(() -> findLeavingNow(email));
    }

    private synchronized Inbox findLeavingNow(InboxAddress email) {
        return leaving.get(email);
    }

    @Override
    public Flux<Inbox> listLeaving(OrganizationId organizationId) {
        return Flux.defer(() -> Flux.fromIterable(listLeavingNow(organizationId)));
    }

    private synchronized List<Inbox> listLeavingNow(OrganizationId organizationId) {
        return leaving.values().stream()
                .filter(inbox -> inbox.organizationId().equals(organizationId))
                .sorted(Comparator.comparing(inbox -> inbox.id().value()))
                .toList();
    }

    @Override
    public Mono<Void> delete(Inbox inbox) {
        return Mono.fromRunnable(() -> deleteNow(inbox));
    }

    private synchronized void deleteNow(Inbox inbox) {
        setLeavingNow(inbox);
        leaving.values().removeIf(left -> left.id().equals(inbox.id()));
    }

    @Override
    public Mono<Claim> add(Inbox inbox, InboxAddress alias) {
        return Mono.fromCallable(() -> addNow(inbox, alias));
    }

    private synchronized Claim addNow(Inbox inbox, InboxAddress alias) {
        if (!isThere(inbox)) {
            return Claim.NO_INBOX;
        }
        if (inboxes.containsKey(alias) || leaving.containsKey(alias)) {
            return Claim.TAKEN;
        }
        Inbox owner = aliases.putIfAbsent(alias, inbox);
        if (owner == null) {
            return Claim.ADDED;
        }
        return owner.id().equals(inbox.id()) ? Claim.REPEATED : Claim.TAKEN;
    }

    private boolean isThere(Inbox inbox) {
        return Optional.ofNullable(inboxes.get(inbox.email()))
                .filter(found -> found.id().equals(inbox.id()))
                .isPresent();
    }

    @Override
    public Mono<Void> remove(Inbox inbox, InboxAddress alias) {
        return Mono.fromRunnable(() -> removeNow(inbox, alias));
    }

    private synchronized void removeNow(Inbox inbox, InboxAddress alias) {
        aliases.computeIfPresent(alias, (address, owner) -> owner.id().equals(inbox.id()) ? null : owner);
    }

    @Override
    public Flux<InboxAddress> list(Inbox inbox) {
        return Flux.defer(() -> Flux.fromIterable(aliasesNow(inbox)));
    }

    private synchronized List<InboxAddress> aliasesNow(Inbox inbox) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue().id().equals(inbox.id()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Mono<Inbox> findOwner(InboxAddress address) {
        return Mono.fromCallable(() -> findOwnerNow(address));
    }

    private synchronized Inbox findOwnerNow(InboxAddress address) {
        Inbox owner = aliases.get(address);
        return inboxes.get(owner == null ? address : owner.email());
    }
}
