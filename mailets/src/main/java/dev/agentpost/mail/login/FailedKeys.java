package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.core.AddressRange;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the wrong keys of a remote address, in IPv6 of its /64, on this node. Good keys are not its business: others may
 * share the address. Safe for use by many threads.
 */
final class FailedKeys {
    static final int MAX = 30;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_ENTRIES = 100_000;

    private record Count(Instant begin, int failures) {
        Duration left(Instant now) {
            return Duration.between(now, begin.plus(WINDOW));
        }

        Count andOne() {
            return new Count(begin, failures + 1);
        }
    }

    private final Clock clock;
    private final Cache<InetAddress, Count> counts =
            Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();

    FailedKeys(Clock clock) {
        this.clock = clock;
    }

    /** Counts a wrong key; says how long the address has to wait when it is one too many. */
    Optional<Duration> failed(Optional<InetAddress> address) {
        Instant now = clock.instant();
        return address.map(AddressRange::of)
                .map(range ->
                        counts.asMap().merge(range, new Count(now, 1), (count, first) -> after(count, first, now)))
                .filter(count -> count.failures() > MAX)
                .map(count -> count.left(now));
    }

    private static Count after(Count count, Count first, Instant now) {
        if (count.left(now).compareTo(Duration.ZERO) <= 0) {
            return first;
        }
        return count.failures() > MAX ? count : count.andOne();
    }
}
