package dev.agentpost.mail.idempotency;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Which keys the store may know, so that a new one need not be looked for: a Bloom filter of 1.2 MB. It is filled from the
 * store in the background when the first key comes, and anew each day, since keys leave the store; as long as that was not
 * done, and while there are more keys than it was made for, each key may be known. For a store that nobody else writes to.
 * Safe for use by many threads.
 */
final class KnownKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(KnownKeys.class);

    /** Fewer than one in a hundred new keys is looked for in vain, up to this number. */
    static final int CAPACITY = 1_000_000;

    private static final double FALSE_POSITIVES = 0.01;
    private static final Duration MAX_AGE = Duration.ofDays(1);
    /** After a failure; longer than a write lasts. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Funnel<InboxKey> FUNNEL =
            (key, sink) -> sink.putString(key.inbox().value(), StandardCharsets.UTF_8)
                    .putByte((byte) 0)
                    .putString(key.key().value(), StandardCharsets.UTF_8);

    /** For one generation. */
    private static final class Keys {
        private final BloomFilter<InboxKey> filter = BloomFilter.create(FUNNEL, CAPACITY, FALSE_POSITIVES);
        private final AtomicInteger room;

        Keys(int capacity) {
            room = new AtomicInteger(capacity);
        }

        void add(InboxKey key) {
            if (room.get() > 0 && filter.put(key)) {
                room.decrementAndGet();
            }
        }

        boolean mayContain(InboxKey key) {
            return room.get() <= 0 || filter.mightContain(key);
        }
    }

    private final Supplier<Flux<InboxKey>> store;
    private final Clock clock;
    private final int capacity;

    /** Null until the store was read once. */
    private volatile Keys current;
    /** Null when the store is not being read. */
    private volatile Keys next;

    private volatile Instant due = Instant.MIN;

    /** @param store reads all keys of the store */
    KnownKeys(Supplier<Flux<InboxKey>> store, Clock clock) {
        this(store, clock, CAPACITY);
    }

    KnownKeys(Supplier<Flux<InboxKey>> store, Clock clock, int capacity) {
        this.store = store;
        this.clock = clock;
        this.capacity = capacity;
    }

    boolean mayContain(InboxKey key) {
        if (!clock.instant().isBefore(due)) {
            fillAnew();
        }
        Keys keys = current;
        return keys == null || keys.mayContain(key);
    }

    /** To be called when the store has the key: who begins to read the store after this has looked for it finds it there. */
    void add(InboxKey key) {
        Keys filling = next;
        Keys keys = current;
        if (filling != null) {
            filling.add(key);
        }
        if (keys != null) {
            keys.add(key);
        }
    }

    private synchronized void fillAnew() {
        Instant now = clock.instant();
        if (next != null || now.isBefore(due)) {
            return;
        }
        due = now.plus(MAX_AGE);
        Keys filling = new Keys(capacity);
        next = filling;
        store.get()
                .takeUntil(key -> filling.room.get() <= 0)
                .doOnNext(filling::add)
                .subscribe(key -> {}, failure -> failed(filling, failure), () -> use(filling));
    }

    /** To be called when the store may get a key yet that it does not have now: every key may be known for a while. */
    synchronized void doubt() {
        current = null;
        readAgainLater();
    }

    private synchronized void use(Keys filled) {
        if (next == filled) {
            current = filled;
            next = null;
        }
    }

    private synchronized void failed(Keys filling, Throwable failure) {
        LOGGER.warn("The known Idempotency-Keys cannot be read; each one is looked for meanwhile", failure);
        if (next == filling) {
            readAgainLater();
        }
    }

    /** Not by what is being read now. */
    private void readAgainLater() {
        next = null;
        due = clock.instant().plus(PAUSE);
    }
}
