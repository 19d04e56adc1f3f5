package dev.agentpost.mail.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in memory until one thread has written them, so that no session waits for the store. While the store does
 * not answer the buffer fills; what comes then is dropped, counted and logged. Events of the last moment before a {@code
 * kill -9} are lost. Safe for use by many threads.
 */
public final class BufferedAuditTrail implements AuditTrail, AutoCloseable {
    public static final String DROPPED_METRIC = "audit_dropped";

    static final int CAPACITY = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(BufferedAuditTrail.class);
    private static final int AT_ONCE = 200;
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration TO_FLUSH = Duration.ofSeconds(5);

    private final BlockingQueue<AuditEvent> buffer = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong droppedUnsaid = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AuditStore store;
    private final Metric dropped;
    private final Thread writer = new Thread(this::writeUntilClosed, "audit");

    @Inject
    public BufferedAuditTrail(AuditStore store, MetricFactory metrics) {
        this.store = store;
        this.dropped = metrics.generate(DROPPED_METRIC);
        writer.setDaemon(true);
    }

    public void start() {
        writer.start();
    }

    @Override
    public void record(AuditEvent event) {
        if (!buffer.offer(event)) {
            drop(1);
        }
    }

    private void drop(int events) {
        dropped.add(events);
        droppedUnsaid.addAndGet(events);
    }

    private void writeUntilClosed() {
        List<AuditEvent> batch = new ArrayList<>(AT_ONCE);
        try {
            do {
                writeNext(batch);
                sayWhatWasDropped();
            } while (!(isClosing() && batch.isEmpty() && buffer.isEmpty()));
        } catch (InterruptedException e) {
            drop(batch.size() + buffer.size());
            sayWhatWasDropped();
        }
    }

    private void writeNext(List<AuditEvent> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            AuditEvent first = buffer.poll(isClosing() ? 0 : IDLE.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            batch.add(first);
            buffer.drainTo(batch, AT_ONCE - 1);
        }
        if (write(batch)) {
            batch.clear();
        } else {
            pauseAfterFailure();
        }
    }

    /** As long as usual, unless there are only seconds left. */
    private void pauseAfterFailure() throws InterruptedException {
        if (closing.await(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
            TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
        }
    }

    private boolean write(List<AuditEvent> batch) throws InterruptedException {
        try {
            store.append(List.copyOf(batch)).block(STORE_PATIENCE);
            return true;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOGGER.debug("{} audit events cannot be written yet", batch.size(), e);
            return false;
        }
    }

    private void sayWhatWasDropped() {
        long number = droppedUnsaid.getAndSet(0);
        if (number > 0) {
            LOGGER.error("{} audit events were dropped: the store does not take them as fast as they come", number);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Writes what is there, for at most 5 seconds. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(TO_FLUSH.toMillis());
            writer.interrupt();
            writer.join(TO_FLUSH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
