package dev.agentpost.mail.delivery;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/** Inboxes of which only the address matters. */
final class Inboxes {
    private Inboxes() {}

    static Inbox of(InboxAddress address) {
        return new Inbox(
                InboxId.generate(),
                OrganizationId.generate(),
                address,
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH);
    }
}
