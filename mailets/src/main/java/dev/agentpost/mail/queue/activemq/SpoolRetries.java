package dev.agentpost.mail.queue.activemq;

import dev.agentpost.mail.core.mailet.StoreFailure;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Spreads the attempts to process a spooled mail over about two hours. The spooler of James puts a mail back at once and
 * gives up after five failures, so that a database which is away for a second sends every mail of that second to the
 * error repository; its count is therefore kept below its limit until ours is reached. Failures of a store do not count,
 * however long they go on.
 */
final class SpoolRetries {
    static final int MAX_ATTEMPTS = 125;
    static final AttributeName ATTEMPTS = AttributeName.of("agentpost-spool-attempts");
    private static final AttributeName STORE_FAILURES = AttributeName.of("agentpost-spool-store-failures");
    private static final AttributeName TIMES_PUT_BACK = AttributeName.of("agentpost-spool-times-put-back");

    private SpoolRetries() {}

    /**
     * A mail that an operator has just put back from a repository is tried as often as a new one. Its name is the key under
     * which it lies in the repository until James removes it, after this: under another name it can be kept there again.
     */
    static void beginAnewWhenPutBack(Mail mail) {
        int times = count(mail, ReprocessingService.RETRY_ATTRIBUTE_NAME);
        int before = count(mail, TIMES_PUT_BACK);
        if (times == before) {
            return;
        }
        set(mail, TIMES_PUT_BACK, times);
        mail.removeAttribute(ATTEMPTS);
        mail.removeAttribute(STORE_FAILURES);
        mail.removeAttribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT);
        // James splits no mail whose name has eight of these.
        mail.setName(StringUtils.removeEnd(mail.getName(), "!" + before) + "!" + times);
    }

    /** Notes one more failure in the mail. Empty when the mail has not failed or shall go the way of James. */
    static Optional<Duration> delay(Mail mail) {
        boolean blameless = StoreFailure.take(mail);
        if (mail.getAttribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT).isEmpty()) {
            return Optional.empty();
        }
        AttributeName counted = blameless ? STORE_FAILURES : ATTEMPTS;
        int failures = count(mail, counted) + 1;
        if (!blameless && failures > MAX_ATTEMPTS) {
            return Optional.empty();
        }
        set(mail, counted, failures);
        set(mail, JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, 0);
        return Optional.of(RetryDelay.after(failures));
    }

    private static void set(Mail mail, AttributeName name, int value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private static int count(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, Integer.class).orElse(0);
    }
}
