package dev.agentpost.mail.connectionlimit;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Who may connect: the connections that this node has open for each inbox, kept in agreement with all nodes through the
 * {@link SlotStore}. Never grants more than the limit allows, whatever number of logins come at once and wherever.
 *
 * <p>The node asks the store once at a time for an inbox, for all the logins and ends of connections that have come up since
 * it asked last: a burst costs about as many requests as a single login. On the memory store, which a node on its own
 * embedded Cassandra uses, that is no statement at all; on the Cassandra store it is a read and a conditional write.
 *
 * <p>Slots that cannot be given back because the store does not answer are given back at a later {@link #tick}. Safe for
 * use by many threads.
 */
public final class ConnectionSlots {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionSlots.class);

    private final ConnectionLimits limits;
    private final SlotStore store;
    private final ConcurrentMap<InboxId, SlotLane> lanes = new ConcurrentHashMap<>();

    @Inject
    public ConnectionSlots(ConnectionLimits limits, SlotStore store) {
        this.limits = limits;
        this.store = store;
    }

    /** Cancelled before its end, the claim holds nothing. */
    public Mono<Claim> claim(OrganizationId organization, InboxId inbox) {
        return limits.remembered(organization, inbox)
                .flatMap(limit -> Mono.create(sink -> add(inbox, new SlotRequest(limit.connections(), sink))));
    }

    private void add(InboxId inbox, SlotRequest request) {
        // Adding to a lane and removing an empty one exclude each other.
        lanes.compute(inbox, (id, existing) -> {
                    SlotLane lane = existing == null ? new SlotLane(id, store, this::removeIfEmpty) : existing;
                    lane.add(request);
                    return lane;
                })
                .advance();
    }

    private void removeIfEmpty(InboxId inbox) {
        lanes.computeIfPresent(inbox, (id, lane) -> lane.isEmpty() ? null : lane);
    }

    /** Connections of the inbox on all live nodes. */
    public Mono<Integer> held(InboxId inbox) {
        return store.held(inbox);
    }

    /** To be called every {@link SlotStore#RENEWAL_INTERVAL}; never fails. */
    public Mono<Void> tick() {
        return store.renew()
                .doOnNext(lapsed -> {
                    if (lapsed) {
                        LOGGER.warn("this node could not show in time that it lives, its connections are counted anew");
                        lanes.values().forEach(SlotLane::doubt);
                    }
                    lanes.values().forEach(SlotLane::settleDoubts);
                })
                .onErrorResume(failure -> {
                    LOGGER.warn("this node cannot show that it lives: {}", failure.toString());
                    return Mono.empty();
                })
                .then();
    }
}
