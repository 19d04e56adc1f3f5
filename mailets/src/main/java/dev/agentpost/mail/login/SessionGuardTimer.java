package dev.agentpost.mail.login;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks the guard from {@link #start} to {@link #close}. */
@Singleton
public final class SessionGuardTimer implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Logger LOGGER = LoggerFactory.getLogger(SessionGuardTimer.class);

    private final SessionGuard guard;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "session-guard");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    public SessionGuardTimer(SessionGuard guard) {
        this.guard = guard;
    }

    public void start() {
        executor.scheduleWithFixedDelay(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception here would silently end the schedule.
    private void tick() {
        try {
            guard.tick().subscribe(done -> {}, failure -> LOGGER.error("live sessions could not be checked", failure));
        } catch (RuntimeException e) {
            LOGGER.error("live sessions could not be checked", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
