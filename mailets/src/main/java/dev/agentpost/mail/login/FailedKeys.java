package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.core.AddressRange;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the wrong keys of a remote address, in IPv6 of its /64. One that had too many in a minute is not asked about any
 * more for the rest of it, which saves the store: but for keys that were good of late, since others may share the address.
 * Counted on this node. Safe for use by many threads.
 */
final class FailedKeys {
    static final int MAX = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int MAX_ENTRIES = 100_000;

    private record Count(Instant begin, int failures) {}

    private final Clock clock;
    private final Cache<InetAddress, Count> counts =
            Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
    private final Cache<SecretHash, Boolean> good;

    FailedKeys(Clock clock) {
        this.clock = clock;
        this.good = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    /** How long the address has to wait with this key; empty when it may be looked at. */
    Optional<Duration> pause(Optional<InetAddress> address, SecretHash secret) {
        if (good.getIfPresent(secret) != null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return address.map(AddressRange::of)
                .map(counts::getIfPresent)
                .filter(count -> count.failures() >= MAX)
                .map(count -> Duration.between(now, count.begin().plus(WINDOW)))
                .filter(left -> !left.isNegative() && !left.isZero());
    }

    void failed(Optional<InetAddress> address, Optional<SecretHash> secret) {
        secret.ifPresent(good::invalidate);
        Instant now = clock.instant();
        address.map(AddressRange::of).ifPresent(range -> counts.asMap()
                .compute(
                        range,
                        (same, count) ->
                                count == null || !now.isBefore(count.begin().plus(WINDOW))
                                        ? new Count(now, 1)
                                        : new Count(count.begin(), count.failures() + 1)));
    }

    void succeeded(SecretHash secret) {
        good.put(secret, true);
    }
}
