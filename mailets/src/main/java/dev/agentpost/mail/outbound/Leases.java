package dev.agentpost.mail.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims of this node. They are renewed while they are held; those of a killed node run out. Safe for use by many
 * threads.
 */
final class Leases {
    static final Duration LENGTH = Duration.ofSeconds(60);

    /** How far the clocks of nodes may be apart, and how long a request may be on its way. */
    static final Duration MARGIN = Duration.ofSeconds(15);

    private static final Logger LOGGER = LoggerFactory.getLogger(Leases.class);

    private final OutboxStore store;
    private final Clock clock;
    private final Map<UUID, Lease> held = new ConcurrentHashMap<>();

    record Lease(DueDelivery due, UUID token, Instant until) {}

    Leases(OutboxStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Lease take(DueDelivery due) {
        Lease lease = new Lease(due, UUID.randomUUID(), clock.instant().plus(LENGTH));
        held.put(lease.token(), lease);
        return lease;
    }

    void giveBack(Lease lease) {
        held.remove(lease.token());
    }

    /** Nobody else can have it, and not in the next seconds either. */
    boolean isSafe(Lease lease) {
        Lease current = held.get(lease.token());
        return current != null && clock.instant().plus(MARGIN).isBefore(current.until());
    }

    /** To be called a few times in {@link #LENGTH}. */
    void renewAll() {
        Instant now = clock.instant();
        held.values().stream()
                .filter(lease -> now.plus(LENGTH.multipliedBy(2).dividedBy(3)).isAfter(lease.until()))
                .forEach(this::renew);
    }

    private void renew(Lease lease) {
        Instant until = clock.instant().plus(LENGTH);
        store.renew(lease.due(), lease.token(), until)
                .subscribe(
                        renewed -> {
                            if (renewed) {
                                held.computeIfPresent(
                                        lease.token(), (token, any) -> new Lease(lease.due(), token, until));
                            }
                        },
                        failure -> LOGGER.warn("the claim of {} could not be renewed", lease.due(), failure));
    }
}
