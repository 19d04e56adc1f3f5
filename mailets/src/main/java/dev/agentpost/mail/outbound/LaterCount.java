package dev.agentpost.mail.outbound;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts what is to be tried later: some slots each second, the next ones first, so that nobody who asks for the number
 * waits for a store. All are counted anew within {@link #ROUND}, or later where they are so many that the store would
 * have much to do with them. {@link #step} is for one thread, which it blocks.
 */
final class LaterCount {
    static final Duration ROUND = Duration.ofMinutes(5);

    /** Enough for a round over the default schedule, whose longest delay is four hours. */
    static final int MAX_SLOTS_OF_STEP = 10;

    private static final int AT_ONCE = 4;

    private final OutboxStore store;
    private final Clock clock;
    private final long slots;
    private final long slotsOfStep;
    private final ConcurrentNavigableMap<Long, Long> found = new ConcurrentSkipListMap<>();
    private long next;

    /** @param longestDelay nothing is to be tried later than so */
    LaterCount(OutboxStore store, Duration longestDelay, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.slots = longestDelay.dividedBy(DueDelivery.SLOT) + 1;
        this.slotsOfStep = Math.min((slots + ROUND.toSeconds() - 1) / ROUND.toSeconds(), MAX_SLOTS_OF_STEP);
    }

    /** To be called each second. */
    void step() {
        long current = current();
        found.headMap(current, true).clear();
        if (next <= current || next > current + slots) {
            next = current + 1;
        }
        List<Long> turn = LongStream.range(next, Math.min(next + slotsOfStep, current + slots + 1))
                .boxed()
                .toList();
        next += turn.size();
        Flux.fromIterable(turn).flatMap(this::count, AT_ONCE).then().block();
    }

    private Mono<Void> count(long slot) {
        return store.countDue(slot)
                .doOnNext(count -> found.compute(slot, (same, before) -> Optional.of(count)
                        .filter(many -> many > 0)
                        .orElse(null)))
                .then();
    }

    /** As it was within the last round; too little before the first one is over. For any thread. */
    long count() {
        return found.tailMap(current(), false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long current() {
        return DueDelivery.slot(clock.instant());
    }
}
