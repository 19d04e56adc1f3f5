package dev.agentpost.mail.outbound;

import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;

/**
 * A mail as it leaves the spool.
 *
 * @param id the same when the spool offers the mail again
 * @param sender empty: the null sender
 */
public record OutgoingMail(
        String id,
        Optional<OrganizationId> organization,
        Optional<String> inbox,
        String sender,
        List<String> recipients,
        MessageSource message) {
    public OutgoingMail {
        recipients = List.copyOf(recipients);
    }
}
