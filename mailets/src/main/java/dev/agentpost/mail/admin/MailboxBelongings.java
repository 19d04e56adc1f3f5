package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** All folders of an inbox with their mail. */
public final class MailboxBelongings implements Belongings {
    private final InboxMailboxes mailboxes;
    private final InboxStore inboxes;

    @Inject
    public MailboxBelongings(InboxMailboxes mailboxes, InboxStore inboxes) {
        this.mailboxes = mailboxes;
        this.inboxes = inboxes;
    }

    /** Folders are kept by address: they are the inbox's as long as it has that. */
    @Override
    public Mono<Void> deleteOf(Inbox inbox) {
        Mono<Boolean> hasAddress = Mono.defer(() -> inboxes.findLeaving(inbox.email()))
                .map(leaving -> leaving.id().equals(inbox.id()))
                .defaultIfEmpty(false);
        return mailboxes.delete(inbox.email(), hasAddress);
    }
}
