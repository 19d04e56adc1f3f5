package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.core.mailet.AcceptedMailName;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.util.List;
import java.util.Optional;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/** What a mail in the spool says about how it was accepted. */
final class Submission {
    private Submission() {}

    /** The id given when the mail was accepted. */
    static String id(Mail mail) {
        return AcceptedMailName.of(mail);
    }

    /** The names of the fields that the client left out, in lower case. */
    static List<String> addedFields(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SubmissionAttributes.ADDED_FIELDS, String.class)
                .map(names -> List.of(names.split(",")))
                .orElse(List.of());
    }

    /** The inbox that submitted the mail; empty for mail that came in another way. */
    static Optional<InboxAddress> submitter(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_AUTH_USER, String.class)
                .flatMap(InboxAddress::parse);
    }

    /** Of that inbox: its address may be another's when the mail has waited. */
    static Optional<InboxId> inboxId(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, SubmissionAttributes.INBOX_ID, String.class)
                .map(InboxId::of);
    }
}
