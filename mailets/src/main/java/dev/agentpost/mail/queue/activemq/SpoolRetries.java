package dev.agentpost.mail.queue.activemq;

import java.time.Duration;
import java.util.Optional;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Spreads the attempts to process a spooled mail over about two hours. The spooler of James puts a mail back at once and
 * gives up after five failures, so that a database which is away for a second sends every mail of that second to the
 * error repository; its count is therefore kept below its limit until ours is reached.
 */
final class SpoolRetries {
    static final int MAX_ATTEMPTS = 125;
    static final AttributeName ATTEMPTS = AttributeName.of("agentpost-spool-attempts");

    private SpoolRetries() {}

    /** Notes one more failure in the mail. Empty when the mail has not failed or shall go the way of James. */
    static Optional<Duration> delay(Mail mail) {
        Optional<Integer> failures = count(mail, JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT);
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        int attempts = count(mail, ATTEMPTS).orElse(0) + 1;
        if (attempts > MAX_ATTEMPTS) {
            return Optional.empty();
        }
        mail.setAttribute(new Attribute(ATTEMPTS, AttributeValue.of(attempts)));
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(0)));
        return Optional.of(RetryDelay.after(attempts));
    }

    private static Optional<Integer> count(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, Integer.class);
    }
}
