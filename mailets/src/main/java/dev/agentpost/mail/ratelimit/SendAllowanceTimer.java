package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks the allowance from {@link #start} to {@link #close}. */
@Singleton
public final class SendAllowanceTimer implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOGGER = LoggerFactory.getLogger(SendAllowanceTimer.class);

    private final SendAllowance allowance;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "send-allowance");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    public SendAllowanceTimer(SendAllowance allowance) {
        this.allowance = allowance;
    }

    public void start() {
        executor.scheduleAtFixedRate(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception here would silently end the schedule.
    private void tick() {
        try {
            allowance.tick();
        } catch (RuntimeException e) {
            LOGGER.error("Unused allowance could not be given back", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            allowance.giveBackAll().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("Unused allowance could not be given back; it counts as spent for a while", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
