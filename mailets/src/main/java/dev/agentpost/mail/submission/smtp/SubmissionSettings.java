package dev.agentpost.mail.submission.smtp;

import java.time.Duration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * The limits of one submission listener, read once at start.
 *
 * @param maxMessageBytes as received: with CRLF, without the dots of dot-stuffing
 * @param maxLineBytes the longest line of a message, without CRLF
 * @param loginDeadline how long a connection may stay without a login
 * @param idleTimeout how long a connection may stay silent
 */
public record SubmissionSettings(
        long maxMessageBytes,
        int maxRecipients,
        int maxLineBytes,
        int maxHeaderBytes,
        int maxHeaderFields,
        int maxUnknownCommands,
        Duration loginDeadline,
        Duration idleTimeout) {
    public static final long DEFAULT_MAX_MESSAGE_BYTES = 73_400_320;

    /** @throws ConfigurationException naming the key, its value and what is allowed */
    public static SubmissionSettings from(HierarchicalConfiguration<ImmutableNode> configuration)
            throws ConfigurationException {
        return new SubmissionSettings(
                positive(configuration, "maxMessageBytes", DEFAULT_MAX_MESSAGE_BYTES, Long.MAX_VALUE),
                (int) positive(configuration, "maxRecipients", 100, 10_000),
                (int) positive(configuration, "maxLineBytes", 1 << 20, 1 << 26),
                (int) positive(configuration, "maxHeaderBytes", 256 << 10, 1 << 26),
                (int) positive(configuration, "maxHeaderFields", 1000, 1_000_000),
                (int) positive(configuration, "maxUnknownCommands", 10, 1000),
                Duration.ofSeconds(positive(configuration, "loginDeadlineSeconds", 60, 86_400)),
                Duration.ofSeconds(positive(configuration, "idleTimeoutSeconds", 300, 86_400)));
    }

    private static long positive(
            HierarchicalConfiguration<ImmutableNode> configuration, String key, long defaultValue, long max)
            throws ConfigurationException {
        String text = configuration.getString(key, Long.toString(defaultValue)).strip();
        try {
            long value = Long.parseLong(text);
            if (value > 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, as a number out of range is
        }
        throw new ConfigurationException(
                "smtpserver.xml: " + key + " is '" + text + "': a whole number from 1 to " + max + " is expected");
    }
}
