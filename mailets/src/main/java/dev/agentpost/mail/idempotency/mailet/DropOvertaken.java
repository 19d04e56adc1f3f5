package dev.agentpost.mail.idempotency.mailet;

import dev.agentpost.mail.core.mailet.KeptMailName;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionAttributes;
import dev.agentpost.mail.submission.SubmissionId;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a mail whose Idempotency-Key went to another try, which happens only when the server was killed before it answered
 * the client. Must run before anything is delivered, and on the whole mail.
 */
public final class DropOvertaken extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(DropOvertaken.class);

    private final KeyedSubmissions submissions;

    @Inject
    public DropOvertaken(KeyedSubmissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public void service(Mail mail) {
        if (KeptMailName.isPutBack(mail)) {
            // Decided when it came here first; its claim may be forgotten by now.
            return;
        }
        key(mail)
                .filter(key -> !submissions.accept(key, id(mail), digest(mail)).block())
                .ifPresent(overtaken -> {
                    LOGGER.info(
                            "mail {} of {} dropped: nobody was told that it is accepted, and another has its"
                                    + " Idempotency-Key",
                            mail.getName(),
                            overtaken.inbox());
                    mail.setState(Mail.GHOST);
                });
    }

    private static SubmissionId id(Mail mail) {
        return new SubmissionId(
                attribute(mail, SubmissionAttributes.SUBMISSION_ID).orElseThrow());
    }

    private static String digest(Mail mail) {
        return attribute(mail, SubmissionAttributes.CONTENT_DIGEST).orElseThrow();
    }

    private static Optional<InboxKey> key(Mail mail) {
        return attribute(mail, SubmissionAttributes.IDEMPOTENCY_KEY)
                .map(key -> new InboxKey(
                        InboxId.of(
                                attribute(mail, SubmissionAttributes.INBOX_ID).orElseThrow()),
                        new IdempotencyKey(key)));
    }

    private static Optional<String> attribute(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    @Override
    public String getMailetInfo() {
        return "DropOvertaken";
    }
}
