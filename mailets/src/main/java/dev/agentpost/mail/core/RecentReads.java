package dev.agentpost.mail.core;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * What was read from a store a moment ago; the latest 20,000 answers unless said otherwise. Whoever asks while a read is under way waits
 * for that one. Failures are not remembered. Safe for use by many threads.
 */
public final class RecentReads<K, V> {
    private static final int MAX_ENTRIES = 20_000;

    /** A read that never ends would otherwise hold up all who ask for the same later. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final AsyncCache<K, V> cache;
    private final Function<K, Mono<V>> read;

    /**
     * @param staleness for how long an answer is used again
     * @param read never empty
     */
    public RecentReads(Duration staleness, Ticker ticker, Function<K, Mono<V>> read) {
        this(staleness, MAX_ENTRIES, ticker, read);
    }

    /** @param maxEntries answers that are kept, for those that are large */
    public RecentReads(Duration staleness, int maxEntries, Ticker ticker, Function<K, Mono<V>> read) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(staleness)
                .ticker(ticker)
                .buildAsync();
        this.read = read;
    }

    /** Not to be cancelled: others may wait for it too. */
    public CompletableFuture<V> get(K key) {
        return cache.get(
                key,
                (wanted, executor) -> read.apply(wanted).timeout(READ_TIMEOUT).toFuture());
    }

    /** Also the answer to a read that is under way. */
    public void forget(K key) {
        cache.synchronous().invalidate(key);
    }

    /** Also answers to reads that are under way. */
    public void forgetAll() {
        cache.synchronous().invalidateAll();
    }
}
