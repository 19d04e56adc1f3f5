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
    private static final long KIBIBYTE = 1024;
    private static final long GIBIBYTE = KIBIBYTE * KIBIBYTE * KIBIBYTE;

    static LimitSettings from(Environment environment) {
        return new LimitSettings(
                environment.number(
                        Setting.MAX_MESSAGE_BYTES, KIBIBYTE, GIBIBYTE, "bytes from 1024 to 1073741824 are expected"),
                environment.number(Setting.QUOTA_BYTES, KIBIBYTE, Long.MAX_VALUE, "bytes, at least 1024, are expected"),
                (int) environment.number(Setting.MAX_RECIPIENTS, 1, 10_000, "a number from 1 to 10000 is expected"),
                new SendLimitDefaults(
                        sendLimit(environment, Setting.INBOX_SEND_LIMITS),
                        sendLimit(environment, Setting.API_KEY_SEND_LIMITS),
                        sendLimit(environment, Setting.ORGANIZATION_SEND_LIMITS)));
    }

    private static SendLimit sendLimit(Environment environment, Setting setting) {
        return environment.get(setting, LimitSettings::sendLimit, "none, or max/seconds between commas, is expected");
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
