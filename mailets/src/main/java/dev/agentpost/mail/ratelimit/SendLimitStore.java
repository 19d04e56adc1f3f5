package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.organization.OrganizationId;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The limits that were set. Errors of the returned publishers mean that the store did not answer. */
public interface SendLimitStore {

    /** Those of these scopes, of one organization, that have a limit of their own; never an empty publisher. */
    Mono<Map<SendScope, SendLimit>> find(OrganizationId organization, Collection<SendScope> scopes);

    /** Overwrites. {@link SendLimit#NONE} is a limit of its own: there is none, whatever the default says. */
    Mono<Void> save(SendScope scope, SendLimit limit);

    /** May be repeated. */
    Mono<Void> delete(SendScope scope);

    /** Forgets all limits of an organization, its inboxes and keys. May be repeated. */
    Mono<Void> deleteAll(OrganizationId organization);
}
