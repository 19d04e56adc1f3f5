package dev.agentpost.mail.mailboxstore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What the store needs from time to time, from {@link #start} to {@link #close}: moves that a node which died left
 * half-way are finished, contents that no message uses are removed, and what else it is given is done. All of it may be
 * done by several nodes at once, and again.
 */
public final class StoreUpkeep implements AutoCloseable {
    private static final Duration MOVES_EVERY = Duration.ofMinutes(1);
    /** Beyond the last time that all were finished: by how much clocks may differ, and writes be late. */
    private static final Duration MOVES_LOOK_BACK = Duration.ofHours(1);
    /** A server may have been down for long. */
    private static final Duration LONGEST_MOVES_LOOK_BACK = Duration.ofDays(30);

    private static final Duration SCAVENGE_EVERY = Duration.ofDays(1);
    /** All slices within about a week. */
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

    private static final Duration TIME_LIMIT = Duration.ofHours(6);
    /** What takes long must not hold up the moves. */
    private static final int THREADS = 6;

    private static final Logger LOGGER = LoggerFactory.getLogger(StoreUpkeep.class);

    private final MessageFiling filing;
    private final Scavenger scavenger;
    private final Set<PeriodicWork> further;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private volatile Instant movesFinishedAt = Instant.EPOCH;
    /** Nodes that start together begin at different places. */
    private int slice = ThreadLocalRandom.current().nextInt(UnusedContents.SLICES);

    @Inject
    public StoreUpkeep(MessageFiling filing, Scavenger scavenger, Set<PeriodicWork> further, Clock clock) {
        this(filing, scavenger, further, clock, Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "store-upkeep");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** @param executor is shut down at the end */
    StoreUpkeep(
            MessageFiling filing,
            Scavenger scavenger,
            Set<PeriodicWork> further,
            Clock clock,
            ScheduledExecutorService executor) {
        this.filing = filing;
        this.scavenger = scavenger;
        this.further = Set.copyOf(further);
        this.clock = clock;
        this.executor = executor;
    }

    public void start() {
        executor.execute(this::finishMoves);
        every(MOVES_EVERY, this::finishMoves);
        every(SWEEP_EVERY, () -> run("sweep of contents", scavenger.sweep(nextSlice())));
        // soon after a start, since a server may be started more often than daily
        schedule(SWEEP_EVERY, SCAVENGE_EVERY, () -> run("removal of unused contents", scavenger.scavengeReleased()));
        further.forEach(one -> schedule(
                one.first(),
                one.every(),
                () -> run(one.name(), Mono.defer(() -> one.work().get()))));
    }

    private void every(Duration interval, Runnable work) {
        schedule(interval, interval, work);
    }

    private void schedule(Duration first, Duration interval, Runnable work) {
        executor.scheduleWithFixedDelay(work, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void finishMoves() {
        Instant now = clock.instant();
        Instant longest = now.minus(LONGEST_MOVES_LOOK_BACK);
        Instant since = movesFinishedAt.minus(MOVES_LOOK_BACK);
        if (run("finishing of moves", filing.finishMoves(since.isAfter(longest) ? since : longest))) {
            movesFinishedAt = now;
        }
    }

    private synchronized int nextSlice() {
        slice = (slice + 1) % UnusedContents.SLICES;
        return slice;
    }

    // An exception here would silently end the schedule.
    private static boolean run(String what, Mono<?> work) {
        try {
            work.block(TIME_LIMIT);
            return true;
        } catch (RuntimeException e) {
            LOGGER.warn("{} failed and will be tried again: {}", what, e.toString());
            return false;
        }
    }

    @Override
    @PreDestroy
    public void close() {
        executor.shutdownNow();
    }
}
