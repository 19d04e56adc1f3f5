package dev.agentpost.mail.login.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.apikey.ApiKeyId;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Bounds how often the holder of a good key may ask, from wherever: what is answered reads the store. Counted on this node.
 * A clock that is set back keeps nobody waiting. Safe for use by many threads.
 */
@Singleton
public final class KeyPace {
    static final int MAX_REQUESTS = 1_200;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_KEYS = 100_000;

    /** @param begin as the ticker says it */
    private record Count(long begin, int requests) {
        Duration left(long now) {
            return WINDOW.minusNanos(now - begin);
        }
    }

    private final Ticker ticker;
    private final Cache<ApiKeyId, Count> counts =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

    @Inject
    public KeyPace() {
        this(Ticker.systemTicker());
    }

    public KeyPace(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Counts a request; says how long the key has to wait when it is one too many. */
    Optional<Duration> pause(ApiKeyId key) {
        long now = ticker.read();
        Count count = counts.asMap().merge(key, new Count(now, 1), (before, first) -> after(before, first, now));
        return count.requests() > MAX_REQUESTS ? Optional.of(count.left(now)) : Optional.empty();
    }

    private static Count after(Count before, Count first, long now) {
        if (before.left(now).compareTo(Duration.ZERO) <= 0) {
            return first;
        }
        return before.requests() > MAX_REQUESTS ? before : new Count(before.begin(), before.requests() + 1);
    }
}
