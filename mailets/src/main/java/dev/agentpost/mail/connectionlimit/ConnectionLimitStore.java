package dev.agentpost.mail.connectionlimit;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import reactor.core.publisher.Mono;

/**
 * The limits that were set: of organizations, for each of their inboxes, and of inboxes. Errors of the returned publishers
 * mean that the store did not answer; a limit that was not set is an empty result.
 */
public interface ConnectionLimitStore {

    Mono<ConnectionLimit> find(OrganizationId organization);

    Mono<ConnectionLimit> find(OrganizationId organization, InboxId inbox);

    /** Overwrites. */
    Mono<Void> save(OrganizationId organization, ConnectionLimit limit);

    /** Overwrites. */
    Mono<Void> save(OrganizationId organization, InboxId inbox, ConnectionLimit limit);

    /** May be repeated. */
    Mono<Void> delete(OrganizationId organization);

    /** May be repeated. */
    Mono<Void> delete(OrganizationId organization, InboxId inbox);
}
