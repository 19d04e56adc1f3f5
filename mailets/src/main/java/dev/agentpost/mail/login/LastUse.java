package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Saves when a key was last used, at most once a minute and key. Neither delays nor fails the login: a time that cannot
 * be saved is saved by a later login. Safe for use by many threads.
 */
final class LastUse {
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(LastUse.class);
    private static final int MAX_ENTRIES = 20_000;

    private final ApiKeyStore keys;
    private final Cache<ApiKeyId, Instant> saved =
            Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();

    LastUse(ApiKeyStore keys) {
        this.keys = keys;
    }

    void note(ApiKey key, Instant now) {
        if (isRecent(key.lastUsedAt(), now) || !claim(key.id(), now)) {
            return;
        }
        Mono.defer(() -> keys.saveLastUsed(key.organizationId(), key.id(), now))
                .subscribe(done -> {}, failure -> forgetClaim(key.id(), now, failure));
    }

    /** True for one caller in an interval. */
    private boolean claim(ApiKeyId id, Instant now) {
        Instant previous = saved.getIfPresent(id);
        if (previous == null) {
            return saved.asMap().putIfAbsent(id, now) == null;
        }
        return !isRecent(Optional.of(previous), now) && saved.asMap().replace(id, previous, now);
    }

    private static boolean isRecent(Optional<Instant> time, Instant now) {
        return time.filter(last -> now.isBefore(last.plus(INTERVAL))).isPresent();
    }

    private void forgetClaim(ApiKeyId id, Instant now, Throwable failure) {
        saved.asMap().remove(id, now);
        LOGGER.warn("last_used_at of {} could not be saved: {}", id, failure.toString());
    }
}
