package dev.agentpost.mail.outbound;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the engine from {@link #start} to {@link #close}. */
public final class DeliveryTimer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryTimer.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration RENEWAL = Leases.LENGTH.dividedBy(6);

    private final DeliveryEngine engine;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(3, task -> {
        Thread thread = new Thread(task, "outbound-timer");
        thread.setDaemon(true);
        return thread;
    });

    public DeliveryTimer(DeliveryEngine engine) {
        this.engine = engine;
    }

    public void start() {
        String waits = "what is due cannot be looked for, mail to other servers waits";
        every(TICK, () -> run(engine::tick, waits), Duration.ZERO);
        every(RENEWAL, () -> run(engine::renewLeases, waits), RENEWAL);
        // A thread of its own: mail does not wait for a number
        every(TICK, () -> run(engine::countLater, "mail that is to be tried later cannot be counted"), TICK);
    }

    private void every(Duration pause, Runnable work, Duration first) {
        executor.scheduleWithFixedDelay(work, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception here would silently end the schedule.
    private void run(Runnable work, String failure) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!executor.isShutdown()) {
                LOGGER.warn(failure, e);
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        engine.close();
    }
}
