package dev.agentpost.mail.server.configuration;

import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.util.stream.Stream;

/**
 * Bounds of what is taken in.
 *
 * @param maxMessageBytes the SIZE of SMTP and the APPENDLIMIT of IMAP
 * @param quotaBytes how much one inbox holds
 * @param maxRecipients how many recipients one message may have
 * @param sends to how many recipients in a stretch of time, where the admin set nothing else
 */
public record LimitSettings(long maxMessageBytes, long quotaBytes, int maxRecipients, SendLimitDefaults sends) {
    public static final String MAX_MESSAGE_BYTES = "MAX_MESSAGE_BYTES";
    public static final String QUOTA_BYTES = "QUOTA_BYTES";
    public static final String MAX_RECIPIENTS = "MAX_RECIPIENTS";
    public static final String INBOX_SEND_LIMITS = "INBOX_SEND_LIMITS";
    public static final String API_KEY_SEND_LIMITS = "API_KEY_SEND_LIMITS";
    public static final String ORGANIZATION_SEND_LIMITS = "ORGANIZATION_SEND_LIMITS";

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
                (int) environment.number(MAX_RECIPIENTS, 100, 1, 10_000, "a number from 1 to 10000 is expected"),
                new SendLimitDefaults(
                        sendLimit(environment, INBOX_SEND_LIMITS, SendLimitDefaults.SHIPPED.inbox()),
                        sendLimit(environment, API_KEY_SEND_LIMITS, SendLimitDefaults.SHIPPED.apiKey()),
                        sendLimit(environment, ORGANIZATION_SEND_LIMITS, SendLimitDefaults.SHIPPED.organization())));
    }

    private static SendLimit sendLimit(Environment environment, String key, SendLimit defaultLimit) {
        return environment
                .text(key)
                .map(value -> environment.convert(
                        key, value, LimitSettings::sendLimit, "none, or max/seconds between commas, is expected"))
                .orElse(defaultLimit);
    }

    private static SendLimit sendLimit(String value) {
        return value.equals("none")
                ? SendLimit.NONE
                : new SendLimit(
                        Stream.of(value.split(",")).map(LimitSettings::window).toList());
    }

    private static SendWindow window(String value) {
        String[] parts = value.strip().split("/");
        if (parts.length != 2) {
            throw new IllegalArgumentException(value);
        }
        return new SendWindow(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
