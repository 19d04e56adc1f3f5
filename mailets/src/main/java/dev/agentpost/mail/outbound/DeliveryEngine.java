package dev.agentpost.mail.outbound;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has what is due delivered, by threads of its own. {@link #tick} is to be called each second. */
public final class DeliveryEngine implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryEngine.class);

    /** Then another lane may have the thread. */
    private static final int DELIVERIES_IN_A_ROW = 100;

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final DeliveryLanes lanes;
    private final DueScan scan;
    private final LaterCount later;
    private final Delivery delivery;
    private final Leases leases;
    private final Courier.Factory couriers;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "outbound");
        thread.setDaemon(true);
        return thread;
    });

    public DeliveryEngine(
            OutboxStore store,
            Courier.Factory couriers,
            RetrySchedule schedule,
            DeliveryListener listener,
            DeliveryMetrics metrics,
            Concurrency concurrency,
            Clock clock) {
        this.couriers = couriers;
        this.lanes = new DeliveryLanes(
                concurrency.perDestination(), concurrency.total(), concurrency.waiting() / 5, concurrency.waiting());
        this.scan = new DueScan(store, lanes::offer, clock);
        this.later = new LaterCount(store, schedule.longestDelay(), clock);
        this.leases = new Leases(store, clock);
        this.delivery = new Delivery(store, schedule, listener, metrics, leases, clock);
    }

    /**
     * @param perDestination how many connections to one destination
     * @param total how many connections
     * @param waiting how many deliveries wait in memory; a fifth of it of one destination
     */
    public record Concurrency(int perDestination, int total, int waiting) {
        public static final Concurrency DEFAULT = new Concurrency(5, 100, 50_000);
    }

    /** Begins with the delivery as soon as it may. */
    public void wakeUp(DueDelivery due) {
        lanes.offer(due);
        startWorkers();
    }

    /** Looks for what is due. Blocks; the store's failures are thrown. */
    public void tick() {
        scan.run(lanes.takeOverflowed());
        startWorkers();
    }

    /** A step towards {@link #later}, to be called each second, by one thread. Blocks; the store's failures are thrown. */
    public void countLater() {
        later.step();
    }

    /** To be called each ten seconds; does not block. */
    public void renewLeases() {
        leases.renewAll();
    }

    private void startWorkers() {
        while (!stopped.get()) {
            Optional<String> lane = lanes.enter();
            if (lane.isEmpty()) {
                return;
            }
            threads.execute(() -> work(lane.get()));
        }
    }

    private void work(String destination) {
        try (Courier courier = couriers.create()) {
            for (int i = 0; i < DELIVERIES_IN_A_ROW && !stopped.get(); i++) {
                Optional<DueDelivery> due = lanes.next(destination);
                if (due.isEmpty()) {
                    break;
                }
                attempt(due.get(), courier);
            }
        } finally {
            lanes.leave(destination);
            startWorkers();
        }
    }

    private void attempt(DueDelivery due, Courier courier) {
        try {
            delivery.attempt(due, courier, stopped::get)
                    .ifPresent(reachable -> lanes.reached(due.destination(), reachable));
        } catch (RuntimeException e) {
            // it stays due in the store
            LOGGER.warn("message {} could not be tried at {}", due.messageId(), due.destination(), e);
        } finally {
            lanes.done(due);
        }
    }

    public int waiting() {
        return lanes.waiting();
    }

    public int working() {
        return lanes.working();
    }

    /** What is due, as it was within the last seconds. */
    public OutboxDepth depth() {
        return scan.depth();
    }

    /** How many deliveries are to be tried later, as it was within the last minutes; see {@link #countLater}. */
    public long later() {
        return later.count();
    }

    /** Waits a moment for what is under way; the rest is tried again after the next start. */
    @Override
    public void close() {
        stopped.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
