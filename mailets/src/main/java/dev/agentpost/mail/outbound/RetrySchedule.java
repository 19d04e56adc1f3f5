package dev.agentpost.mail.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a message is tried again.
 *
 * @param delays after the first try, the second …; the last one counts for all that follow
 * @param lifetime from acceptance to the last try, which is made then whatever the delays say
 * @param report from acceptance to a try that is made whatever the delays say: when that one is in vain too, the sender
 *     hears that the message is waiting. Empty: never
 */
public record RetrySchedule(List<Duration> delays, Duration lifetime, Optional<Duration> report) {
    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4)),
            Duration.ofDays(5),
            Optional.of(Duration.ofHours(4)));

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> delay.compareTo(Duration.ofSeconds(1)) < 0)) {
            throw new IllegalArgumentException("delays of at least a second are needed");
        }
    }

    /**
     * @param attempts how many there have been, at least one
     * @param now the end of the last one
     * @return empty when that was the last
     */
    public Optional<Instant> next(int attempts, Instant now, Instant acceptedAt, Instant expiresAt) {
        if (!now.isBefore(expiresAt)) {
            return Optional.empty();
        }
        Instant next = now.plus(delays.get(Math.min(attempts, delays.size()) - 1));
        return Stream.concat(Stream.of(next, expiresAt), reportAt(acceptedAt).filter(now::isBefore).stream())
                .min(Comparator.naturalOrder());
    }

    /**
     * Whether the sender hears of a message that is still waiting after a try.
     *
     * @param lastTry the one before; without one, when the message was accepted
     * @param now the end of the try
     */
    public boolean isReportDue(Instant acceptedAt, Instant lastTry, Instant now) {
        return reportAt(acceptedAt)
                .filter(report -> lastTry.isBefore(report) && !now.isBefore(report))
                .isPresent();
    }

    private Optional<Instant> reportAt(Instant acceptedAt) {
        return report.map(acceptedAt::plus);
    }

    Duration longestDelay() {
        return delays.stream().max(Comparator.naturalOrder()).orElseThrow();
    }
}
