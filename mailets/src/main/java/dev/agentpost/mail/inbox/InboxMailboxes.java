package dev.agentpost.mail.inbox;

import reactor.core.publisher.Mono;

/** The mailbox tree that belongs to an inbox. */
public interface InboxMailboxes {
    /** Makes INBOX, Sent, Drafts and Trash and subscribes to them, those that are missing. May be repeated. */
    Mono<Void> provision(InboxAddress email);

    /**
     * Removes every mailbox and message that the address has. May be repeated.
     *
     * @param isHeld whether the address is still that of the inbox whose mail is to go; asked for what was found before it
     *     is removed, so that nothing of another inbox goes which has the address by now
     */
    Mono<Void> delete(InboxAddress email, Mono<Boolean> isHeld);
}
