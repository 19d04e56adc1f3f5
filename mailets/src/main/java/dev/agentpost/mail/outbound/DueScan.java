package dev.agentpost.mail.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds what is due in the store: what was accepted by nodes that are gone, what is to be tried again, what did not fit
 * into memory. Used by one thread, which it blocks,
 * but for {@link #depth}.
 */
final class DueScan {
    /**
     * Nothing is added to a slot that has been over, and known here, for so long: clocks differ less, requests end
     * sooner, and a machine that was asleep writes what it had begun.
     */
    private static final Duration CLOSED_AFTER = Duration.ofMinutes(10);

    /** For so long after its end a slot is looked at often. */
    private static final Duration YOUNG = Duration.ofSeconds(20);

    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration REVISIT = Duration.ofSeconds(15);

    private final OutboxStore store;
    private final Consumer<DueDelivery> found;
    private final Clock clock;

    /** How far back the first scan of all goes: mails may have been accepted before it. */
    private static final Duration UNMARKED = Duration.ofDays(1);

    private static final int AT_ONCE = 16;

    private final TreeMap<Long, Slot> open = new TreeMap<>();
    private final Map<Long, OutboxDepth> depths = new ConcurrentHashMap<>();

    /**
     * @param since when it came to be looked at
     * @param last when it was looked at last
     */
    private record Slot(Instant since, Instant last) {}

    private long firstUnknown = -1;
    private long saved = -1;

    DueScan(OutboxStore store, Consumer<DueDelivery> found, Clock clock) {
        this.store = store;
        this.found = found;
        this.clock = clock;
    }

    /** @param all also those slots whose turn it is not yet */
    void run(boolean all) {
        Instant now = clock.instant();
        long current = DueDelivery.slot(now);
        boolean first = firstUnknown < 0;
        if (first) {
            begin(current);
        }
        for (; firstUnknown <= current; firstUnknown++) {
            open.put(firstUnknown, new Slot(first ? Instant.EPOCH : now, Instant.EPOCH));
        }
        List<Long> turn =
                open.keySet().stream().filter(slot -> all || isTurn(slot, now)).toList();
        turn.forEach(slot -> open.computeIfPresent(slot, (any, known) -> new Slot(known.since(), now)));
        Flux.fromIterable(turn).flatMap(slot -> scan(slot, now), AT_ONCE).collectList().block().stream()
                .filter(slot -> isClosed(slot, now))
                .forEach(this::forget);
        if (open.firstKey() > saved) {
            save(open.firstKey());
        }
    }

    private void forget(long slot) {
        open.remove(slot);
        depths.remove(slot);
    }

    /** Of the slots that are over or under way, as they were when they were looked at last. For any thread. */
    OutboxDepth depth() {
        return depths.values().stream().reduce(OutboxDepth.NONE, OutboxDepth::and);
    }

    private void begin(long current) {
        long before = current - UNMARKED.dividedBy(DueDelivery.SLOT);
        // a mark from the future would hide what was added since
        firstUnknown = Math.min(store.firstSlot().defaultIfEmpty(before).block(), current);
    }

    private boolean isTurn(long slot, Instant now) {
        Duration pause = end(slot).plus(YOUNG).isAfter(now) ? OFTEN : REVISIT;
        return !open.get(slot).last().plus(pause).isAfter(now);
    }

    private boolean isClosed(long slot, Instant now) {
        return end(slot).plus(CLOSED_AFTER).isBefore(now)
                && open.get(slot).since().plus(CLOSED_AFTER).isBefore(now);
    }

    private static Instant end(long slot) {
        return Instant.ofEpochMilli((slot + 1) * DueDelivery.SLOT.toMillis());
    }

    /** The slot, when it is empty. */
    private Mono<Long> scan(long slot, Instant now) {
        return store.due(slot)
                .doOnNext(due -> {
                    if (!due.dueAt().isAfter(now)) {
                        found.accept(due);
                    }
                })
                .reduce(OutboxDepth.NONE, (depth, due) -> depth.and(new OutboxDepth(1, Optional.of(due.dueAt()))))
                .doOnNext(depth -> depths.put(slot, depth))
                .filter(depth -> depth.due() == 0)
                .map(none -> slot);
    }

    private void save(long slot) {
        store.saveFirstSlot(slot).block();
        saved = slot;
    }
}
