package dev.agentpost.mail.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What waits in the outbox of all nodes to be tried now. What is to be tried later does not count.
 *
 * @param due how many deliveries, of a message to a destination
 * @param oldest when the first of them was due; that one may be under way
 */
public record OutboxDepth(long due, Optional<Instant> oldest) {
    static final OutboxDepth NONE = new OutboxDepth(0, Optional.empty());

    OutboxDepth and(OutboxDepth other) {
        return new OutboxDepth(
                due + other.due,
                Stream.of(oldest, other.oldest).flatMap(Optional::stream).min(Instant::compareTo));
    }

    /** How late the oldest is. */
    public Duration delay(Clock clock) {
        Instant now = clock.instant();
        return oldest.filter(now::isAfter)
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
    }
}
