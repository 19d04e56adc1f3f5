package dev.agentpost.mail.organization.memory;

import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: each change is one step of a concurrent map. */
public class MemoryOrganizationStore implements OrganizationStore {
    private final ConcurrentNavigableMap<String, Organization> organizations = new ConcurrentSkipListMap<>();

    @Override
    public Mono<Void> create(Organization organization) {
        return Mono.fromRunnable(() -> organizations.put(organization.id().value(), organization));
    }

    @Override
    public Mono<Organization> find(OrganizationId id) {
        return Mono.fromCallable(() -> organizations.get(id.value()));
    }

    @Override
    public Flux<Organization> list(Optional<OrganizationId> after, int limit) {
        return Flux.defer(() -> Flux.fromIterable(organizations
                        .tailMap(after.map(OrganizationId::value).orElse(""), false)
                        .values()))
                .take(limit);
    }

    @Override
    public Mono<Organization> update(OrganizationId id, Optional<String> name, Optional<OrganizationStatus> status) {
        return Mono.fromCallable(() -> organizations.computeIfPresent(id.value(), (key, organization) -> organization
                .withName(name.orElse(organization.name()))
                .withStatus(status.orElse(organization.status()))));
    }

    @Override
    public Mono<Void> delete(OrganizationId id) {
        return Mono.fromRunnable(() -> organizations.remove(id.value()));
    }
}
