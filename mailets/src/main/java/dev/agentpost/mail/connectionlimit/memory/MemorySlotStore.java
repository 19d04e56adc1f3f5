package dev.agentpost.mail.connectionlimit.memory;

import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.inbox.InboxId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * For one node, whose connections end with its process, or for several in tests. Exact because each method holds the lock of
 * what the nodes share. Safe for use by many threads.
 */
public final class MemorySlotStore implements SlotStore {
    private final Shared shared;
    private final Clock clock;

    /** What nodes have in common. */
    private static final class Shared {
        private final Map<InboxId, Map<MemorySlotStore, Integer>> held = new HashMap<>();
        private final Map<MemorySlotStore, Instant> renewed = new HashMap<>();
    }

    @Inject
    public MemorySlotStore(Clock clock) {
        this(new Shared(), clock);
    }

    private MemorySlotStore(Shared shared, Clock clock) {
        this.shared = shared;
        this.clock = clock;
    }

    /** Another node of the same cluster. */
    public MemorySlotStore anotherNode() {
        return new MemorySlotStore(shared, clock);
    }

    @Override
    public Mono<Settlement> settle(InboxId inbox, int keep, int wanted, int allowed) {
        return Mono.fromSupplier(() -> {
            synchronized (shared) {
                shared.renewed.putIfAbsent(this, clock.instant());
                int others = others(inbox);
                int granted = Math.max(0, Math.min(wanted, allowed - others - keep));
                set(inbox, keep + granted);
                return new Settlement(granted, others + keep + granted);
            }
        });
    }

    private int others(InboxId inbox) {
        return shared.held.getOrDefault(inbox, Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey() != this && lives(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private boolean lives(MemorySlotStore node) {
        return clock.instant()
                .isBefore(shared.renewed.getOrDefault(node, Instant.EPOCH).plus(LEASE));
    }

    private void set(InboxId inbox, int count) {
        Map<MemorySlotStore, Integer> nodes = shared.held.computeIfAbsent(inbox, id -> new HashMap<>());
        nodes.put(this, count);
        nodes.values().removeIf(held -> held == 0);
        if (nodes.isEmpty()) {
            shared.held.remove(inbox);
        }
    }

    @Override
    public Mono<Integer> held(InboxId inbox) {
        return Mono.fromSupplier(() -> {
            synchronized (shared) {
                int own = shared.held.getOrDefault(inbox, Map.of()).getOrDefault(this, 0);
                return own + others(inbox);
            }
        });
    }

    @Override
    public Mono<Boolean> renew() {
        return Mono.fromSupplier(() -> {
            synchronized (shared) {
                boolean lapsed = shared.renewed.containsKey(this) && !lives(this);
                shared.renewed.put(this, clock.instant());
                return lapsed;
            }
        });
    }
}
