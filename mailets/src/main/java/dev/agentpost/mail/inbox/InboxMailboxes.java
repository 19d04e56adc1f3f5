package dev.agentpost.mail.inbox;

import reactor.core.publisher.Mono;

/** The mailbox tree that belongs to an inbox. */
public interface InboxMailboxes {
    /** Makes INBOX, Sent, Drafts and Trash and subscribes to them, those that are missing. May be repeated. */
    Mono<Void> provision(InboxAddress email);

    /** Removes every mailbox and message of the inbox. May be repeated. */
    Mono<Void> delete(InboxAddress email);
}
