package dev.agentpost.mail.connectionlimit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks the slots from {@link #start} to {@link #close}. */
@Singleton
public final class SlotTimer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SlotTimer.class);

    private final ConnectionSlots slots;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connection-slots");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    public SlotTimer(ConnectionSlots slots) {
        this.slots = slots;
    }

    public void start() {
        executor.scheduleAtFixedRate(this::tick, 0, SlotStore.RENEWAL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception here would silently end the schedule.
    private void tick() {
        try {
            slots.tick().subscribe(done -> {}, failure -> LOGGER.error("connections could not be settled", failure));
        } catch (RuntimeException e) {
            LOGGER.error("connections could not be settled", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
