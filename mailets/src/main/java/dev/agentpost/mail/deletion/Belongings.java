package dev.agentpost.mail.deletion;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import reactor.core.publisher.Mono;

/**
 * Something that inboxes or organizations have, and that goes with them. Every call may be repeated, also long after the
 * inbox or the organization is gone and when another inbox has its address. Errors mean that a store did not answer.
 */
public interface Belongings {

    /** What this inbox has, which nobody finds any longer and whose address nobody else has yet. */
    default Mono<Void> deleteOf(Inbox inbox) {
        return Mono.empty();
    }

    /** What the organization has besides its inboxes. */
    default Mono<Void> deleteOf(OrganizationId organization) {
        return Mono.empty();
    }
}
