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
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
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

    /** In a mail that was here before and got its key. */
    private static final AttributeName HAS_KEY = AttributeName.of("agentpost.has_idempotency_key");

    private final KeyedSubmissions submissions;

    @Inject
    public DropOvertaken(KeyedSubmissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public void service(Mail mail) {
        if (KeptMailName.isPutBack(mail) && mail.getAttribute(HAS_KEY).isPresent()) {
            // The claim may be forgotten by now.
            return;
        }
        key(mail).ifPresent(key -> {
            if (submissions.accept(key, id(mail), digest(mail)).block()) {
                mail.setAttribute(new Attribute(HAS_KEY, AttributeValue.of(true)));
            } else {
                drop(mail, key);
            }
        });
    }

    private static void drop(Mail mail, InboxKey key) {
        LOGGER.info(
                "mail {} of {} dropped: nobody was told that it is accepted, and another has its Idempotency-Key",
                mail.getName(),
                key.inbox());
        mail.setState(Mail.GHOST);
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
