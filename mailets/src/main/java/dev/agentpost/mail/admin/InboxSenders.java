package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.Senders;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;

/** Inboxes as senders. Mail that no inbox has submitted has nobody who could be gone. */
public final class InboxSenders implements Senders {
    /** Above every timeout of the store. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final InboxStore inboxes;

    @Inject
    public InboxSenders(InboxStore inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public boolean isThere(OutgoingMessage message) {
        Optional<InboxAddress> email = message.inbox().flatMap(InboxAddress::parse);
        return email.isEmpty()
                || inboxes.find(email.get())
                        .filter(inbox -> isSenderOf(message, inbox))
                        .blockOptional(LONGEST_WAIT)
                        .isPresent();
    }

    /** An inbox is not older than its mail, and an address is not taken anew within seconds: clocks may differ by those. */
    private static boolean isSenderOf(OutgoingMessage message, Inbox inbox) {
        return message.organization()
                        .filter(organization -> !organization.equals(inbox.organizationId()))
                        .isEmpty()
                && !inbox.createdAt().isAfter(message.acceptedAt().plus(UnfinishedDeletions.SETTLING));
    }
}
