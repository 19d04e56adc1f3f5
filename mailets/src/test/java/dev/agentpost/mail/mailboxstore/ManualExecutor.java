package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.james.utils.UpdatableTickingClock;

/** Runs what is due on the thread of the test, when the test lets time pass. */
final class ManualExecutor extends ScheduledThreadPoolExecutor {
    private final UpdatableTickingClock clock;
    private final List<Periodic> periodic = new ArrayList<>();

    ManualExecutor(UpdatableTickingClock clock) {
        super(0);
        this.clock = clock;
    }

    private static final class Periodic {
        private final Runnable work;
        private final Duration interval;
        private Instant due;

        private Periodic(Runnable work, Instant due, Duration interval) {
            this.work = work;
            this.due = due;
            this.interval = interval;
        }
    }

    void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        for (Optional<Periodic> next = dueBy(end); next.isPresent(); next = dueBy(end)) {
            clock.setInstant(next.get().due);
            run(next.get());
        }
        clock.setInstant(end);
    }

    private Optional<Periodic> dueBy(Instant end) {
        return periodic.stream().filter(one -> !one.due.isAfter(end)).min(Comparator.comparing(one -> one.due));
    }

    /** An exception ends the schedule of what threw it, as that of every executor. */
    private void run(Periodic one) {
        one.due = one.due.plus(one.interval);
        try {
            one.work.run();
        } catch (RuntimeException e) {
            periodic.remove(one);
        }
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    /** @return null */
    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        periodic.add(new Periodic(
                work,
                clock.instant().plus(Duration.of(first, unit.toChronoUnit())),
                Duration.of(delay, unit.toChronoUnit())));
        return null;
    }
}
