package dev.agentpost.mail.outbound;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What waits for this node, a lane for each destination, so that none stands behind another. A lane has so many workers
 * at most; a single one while its destination cannot be reached, so that many such leave room for the others. Safe for
 * use by many threads.
 */
final class DeliveryLanes {
    /** Lanes that are there only because their destination could not be reached. */
    private static final int MAX_REMEMBERED = 1_000;

    private final int workersPerLane;
    private final int workers;
    private final int capacityPerLane;
    private final int capacity;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Set<DueDelivery.Key> known = new HashSet<>();
    private int working;
    private int waiting;
    private boolean overflowed;

    private static final class Lane {
        private final Queue<DueDelivery> waiting = new ArrayDeque<>();
        private int working;
        private boolean unreachable;
    }

    /** @param capacityPerLane how many wait in a lane; more are for the store to keep */
    DeliveryLanes(int workersPerLane, int workers, int capacityPerLane, int capacity) {
        this.workersPerLane = workersPerLane;
        this.workers = workers;
        this.capacityPerLane = capacityPerLane;
        this.capacity = capacity;
    }

    /** What waits or is worked on already is left alone. */
    synchronized void offer(DueDelivery due) {
        if (known.contains(due.key())) {
            return;
        }
        Lane lane = lanes.computeIfAbsent(due.destination(), any -> new Lane());
        if (lane.waiting.size() >= capacityPerLane || waiting >= capacity) {
            overflowed = true;
            return;
        }
        known.add(due.key());
        lane.waiting.add(due);
        waiting++;
    }

    /** A lane that wants a worker, which has it now and gives it back with {@link #leave}. */
    synchronized Optional<String> enter() {
        if (working >= workers) {
            return Optional.empty();
        }
        Optional<Map.Entry<String, Lane>> wanting = lanes.entrySet().stream()
                .filter(lane -> !lane.getValue().waiting.isEmpty() && lane.getValue().working < limit(lane.getValue()))
                .findFirst();
        wanting.ifPresent(entry -> {
            entry.getValue().working++;
            working++;
            // the others have their turn first next time
            lanes.remove(entry.getKey());
            lanes.put(entry.getKey(), entry.getValue());
        });
        return wanting.map(Map.Entry::getKey);
    }

    private int limit(Lane lane) {
        return lane.unreachable ? 1 : workersPerLane;
    }

    /** The next of a lane that one is in; empty when there is none, or when there are too many workers now. */
    synchronized Optional<DueDelivery> next(String destination) {
        Lane lane = lanes.get(destination);
        if (lane.working > limit(lane) || lane.waiting.isEmpty()) {
            return Optional.empty();
        }
        waiting--;
        return Optional.of(lane.waiting.remove());
    }

    synchronized void done(DueDelivery due) {
        known.remove(due.key());
    }

    synchronized void reached(String destination, boolean reachable) {
        lanes.get(destination).unreachable = !reachable;
    }

    synchronized void leave(String destination) {
        Lane lane = lanes.get(destination);
        lane.working--;
        working--;
        if (lane.working == 0 && lane.waiting.isEmpty() && (!lane.unreachable || lanes.size() > MAX_REMEMBERED)) {
            lanes.remove(destination);
        }
    }

    /** Whether the store has more that is due than fitted in here, since this was asked last, and some may fit now. */
    synchronized boolean takeOverflowed() {
        boolean roomAgain = overflowed && waiting < capacity / 2;
        overflowed = overflowed && !roomAgain;
        return roomAgain;
    }

    synchronized int waiting() {
        return waiting;
    }

    synchronized int working() {
        return working;
    }
}
