package dev.agentpost.mail.organization;

import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface OrganizationStore {
    Mono<Void> create(Organization organization);

    Mono<Organization> find(OrganizationId id);

    /** In order of id, those after {@code after}, at most {@code limit}. */
    Flux<Organization> list(Optional<OrganizationId> after, int limit);

    /** The organization as changed; empty, and nothing written, when there is none. Absent fields stay as they are. */
    Mono<Organization> update(OrganizationId id, Optional<String> name, Optional<OrganizationStatus> status);

    /** May be repeated. Removes the organization alone: what it owns is removed by the caller first. */
    Mono<Void> delete(OrganizationId id);
}
