package dev.agentpost.mail.domain;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Domains as organizations ask for them, any number of organizations for one, and whose they are. Errors of the returned
 * publishers mean that the store did not answer; absence is an empty result.
 */
public interface DomainStore {

    /** What the organization has asked for: the given, or what it asked for before. */
    Mono<CustomDomain> create(CustomDomain pending);

    Mono<CustomDomain> find(OrganizationId organizationId, String name);

    /** In order of name, those after {@code after}, at most {@code limit}. */
    Flux<CustomDomain> list(OrganizationId organizationId, Optional<String> after, int limit);

    /** Atomic: true when the organization has the domain afterwards, false when another has it. */
    Mono<Boolean> claim(OrganizationId organizationId, String name, Instant now);

    Mono<DomainOwner> findOwner(String name);

    /** False, and nothing written, when the organization does not have the domain. */
    Mono<Boolean> setCatchAll(OrganizationId organizationId, String name, Optional<InboxAddress> inbox);

    /** If it is this one, and the organization has the domain. May be repeated. */
    Mono<Void> removeCatchAll(OrganizationId organizationId, String name, InboxAddress inbox);

    /** False, and nothing written, when the organization does not have the domain. */
    Mono<Boolean> setLeaving(OrganizationId organizationId, String name, boolean leaving);

    /** Gives the domain up, and the wish for it. May be repeated. */
    Mono<Void> delete(OrganizationId organizationId, String name);
}
