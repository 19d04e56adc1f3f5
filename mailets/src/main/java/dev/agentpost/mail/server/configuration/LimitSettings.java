package dev.agentpost.mail.server.configuration;

/**
 * Bounds of what is taken in.
 *
 * @param maxMessageBytes the SIZE of SMTP and the APPENDLIMIT of IMAP
 * @param quotaBytes how much one inbox holds
 * @param maxRecipients how many recipients one message may have
 */
public record LimitSettings(long maxMessageBytes, long quotaBytes, int maxRecipients) {
    public static final String MAX_MESSAGE_BYTES = "MAX_MESSAGE_BYTES";
    public static final String QUOTA_BYTES = "QUOTA_BYTES";
    public static final String MAX_RECIPIENTS = "MAX_RECIPIENTS";

    private static final long KIBIBYTE = 1024;
    private static final long GIBIBYTE = KIBIBYTE * KIBIBYTE * KIBIBYTE;
    // Several attachments of 10 MB each, base64 encoded
    private static final long DEFAULT_MAX_MESSAGE_BYTES = 73_400_320;

    static LimitSettings from(Environment environment) {
        return new LimitSettings(
                environment.number(
                        MAX_MESSAGE_BYTES,
                        DEFAULT_MAX_MESSAGE_BYTES,
                        KIBIBYTE,
                        GIBIBYTE,
                        "bytes from 1024 to 1073741824 are expected"),
                environment.number(
                        QUOTA_BYTES, 5 * GIBIBYTE, KIBIBYTE, Long.MAX_VALUE, "bytes, at least 1024, are expected"),
                (int) environment.number(MAX_RECIPIENTS, 100, 1, 10_000, "a number from 1 to 10000 is expected"));
    }
}
