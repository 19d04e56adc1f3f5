package dev.agentpost.mail.admin;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.Senders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;

/** Inboxes as senders. Mail that no inbox has submitted has nobody who could be gone. */
public final class InboxSenders implements Senders {
    /** Above every timeout of the store. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /**
     * So far the clocks of nodes may be apart. Above what a clock without a time server drifts in weeks; and mail waits
     * for hours, so that hardly ever an address is taken anew so soon after its mail.
     */
    private static final Duration CLOCKS = Duration.ofSeconds(15);

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

    /** An inbox that is younger than the mail is the next of its address. */
    private static boolean isSenderOf(OutgoingMessage message, Inbox inbox) {
        return message.organization()
                        .filter(organization -> !organization.equals(inbox.organizationId()))
                        .isEmpty()
                && !inbox.createdAt().isAfter(submittedAt(message).plus(CLOCKS));
    }

    /** The mail may have waited in the spool, and the inbox have been deleted, before it came to the outbox. */
    private static Instant submittedAt(OutgoingMessage message) {
        String id = message.id();
        String ulid = id.length() > Ulid.ULID_CHARS ? id.substring(0, Ulid.ULID_CHARS) : id;
        return Ulid.isValid(ulid) ? Ulid.getInstant(ulid) : message.acceptedAt();
    }
}
