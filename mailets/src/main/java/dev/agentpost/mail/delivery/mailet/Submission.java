package dev.agentpost.mail.delivery.mailet;

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

    /**
     * The id given when the mail was accepted: its name. James appends {@code !} and random characters when it splits a
     * mail by recipients, and may split the same mail differently when it processes it again.
     */
    static String id(Mail mail) {
        String name = mail.getName();
        int split = name.indexOf('!');
        return split < 0 ? name : name.substring(0, split);
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
