package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.ListenerNumbers;
import dev.agentpost.mail.core.smtp.SessionLimits;
import java.time.Duration;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The limits of one submission listener, read once at start.
 *
 * @param loginDeadline how long a connection may stay without a login
 */
public record SubmissionSettings(
        long maxMessageBytes,
        int maxRecipients,
        int maxLineBytes,
        int maxHeaderBytes,
        int maxHeaderFields,
        int maxUnknownCommands,
        Duration loginDeadline,
        Duration idleTimeout)
        implements SessionLimits {
    public static final long DEFAULT_MAX_MESSAGE_BYTES = 73_400_320;

    /** @throws ConfigurationException naming the key, its value and what is allowed */
    public static SubmissionSettings from(ListenerNumbers numbers) throws ConfigurationException {
        return new SubmissionSettings(
                numbers.positive("maxMessageBytes", DEFAULT_MAX_MESSAGE_BYTES, Long.MAX_VALUE),
                (int) numbers.positive("maxRecipients", 100, 10_000),
                (int) numbers.positive("maxLineBytes", 1 << 20, 1 << 26),
                (int) numbers.positive("maxHeaderBytes", 1088 << 10, 1 << 26),
                (int) numbers.positive("maxHeaderFields", 1000, 1_000_000),
                (int) numbers.positive("maxUnknownCommands", 10, 1000),
                Duration.ofSeconds(numbers.positive("loginDeadlineSeconds", 60, 86_400)),
                Duration.ofSeconds(numbers.positive("idleTimeoutSeconds", 300, 86_400)));
    }
}
