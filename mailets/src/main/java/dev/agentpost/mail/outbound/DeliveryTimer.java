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
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "outbound-timer");
        thread.setDaemon(true);
        return thread;
    });

    public DeliveryTimer(DeliveryEngine engine) {
        this.engine = engine;
    }

    public void start() {
        executor.scheduleWithFixedDelay(() -> run(engine::tick), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        executor.scheduleWithFixedDelay(
                () -> run(engine::renewLeases), RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception here would silently end the schedule.
    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.warn("what is due cannot be looked for, mail to other servers waits", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        engine.close();
    }
}
