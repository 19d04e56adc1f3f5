package dev.agentpost.mail.server.configuration;

import dev.agentpost.mail.outbound.RetrySchedule;
import dev.agentpost.mail.outbound.smtp.TargetPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How mail for addresses elsewhere leaves.
 *
 * @param smarthost present in the mode {@code smarthost}
 * @param port of the servers that MX records name; another one than 25 is for tests
 * @param connections to one destination at a time
 */
public record OutboundSettings(
        OutboundMode mode,
        Optional<SmarthostSettings> smarthost,
        int port,
        TargetPolicy targets,
        RetrySchedule retries,
        int connections) {
    private static final long MAX_DELAY_SECONDS = Duration.ofDays(2).toSeconds();
    private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(14).toSeconds();

    static OutboundSettings from(Environment environment) {
        OutboundMode mode = OutboundMode.from(environment);
        Optional<SmarthostSettings> smarthost = SmarthostSettings.from(environment);
        if (mode == OutboundMode.SMARTHOST && smarthost.isEmpty()) {
            throw new InvalidSettingException(
                    Setting.OUTBOUND_MODE + " is smarthost and " + Setting.SMARTHOST_URL + " is not set");
        }
        return new OutboundSettings(
                mode,
                smarthost.filter(any -> mode == OutboundMode.SMARTHOST),
                environment.port(Setting.OUTBOUND_PORT),
                targets(environment),
                retries(environment),
                (int) environment.number(Setting.OUTBOUND_CONNECTIONS, 1, 50, "a number from 1 to 50 is expected"));
    }

    private static TargetPolicy targets(Environment environment) {
        return environment.get(
                Setting.OUTBOUND_TARGETS,
                value -> switch (value) {
                    case "public" -> TargetPolicy.PUBLIC;
                    case "any" -> TargetPolicy.ANY;
                    case "loopback" -> TargetPolicy.LOOPBACK;
                    default -> throw new IllegalArgumentException(value);
                },
                "public, any or loopback is expected");
    }

    private static RetrySchedule retries(Environment environment) {
        List<Duration> delays = environment.list(
                Setting.OUTBOUND_RETRY_SECONDS,
                OutboundSettings::delay,
                "seconds from 1 to " + MAX_DELAY_SECONDS + " between commas are expected");
        return new RetrySchedule(
                delays.isEmpty() ? RetrySchedule.DEFAULT.delays() : delays,
                Duration.ofSeconds(environment.number(
                        Setting.OUTBOUND_EXPIRE_SECONDS,
                        1,
                        MAX_LIFETIME_SECONDS,
                        "seconds from 1 to " + MAX_LIFETIME_SECONDS + " are expected")),
                delayReport(environment));
    }

    private static Optional<Duration> delayReport(Environment environment) {
        long seconds = environment.number(
                Setting.OUTBOUND_DELAY_REPORT_SECONDS,
                0,
                MAX_LIFETIME_SECONDS,
                "seconds from 0, which is never, to " + MAX_LIFETIME_SECONDS + " are expected");
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Duration delay(String value) {
        long seconds = Long.parseLong(value);
        if (seconds < 1 || seconds > MAX_DELAY_SECONDS) {
            throw new IllegalArgumentException(value);
        }
        return Duration.ofSeconds(seconds);
    }
}
