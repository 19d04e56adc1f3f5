package dev.agentpost.mail.connectionlimit;

import dev.agentpost.mail.inbox.InboxId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * How many connections each node of a cluster has open for an inbox, as one node sees and changes it. For one call at a
 * time and inbox; any number of nodes and inboxes at a time. Errors of the returned publishers mean that the store did not
 * answer, and then whether the node's number was changed is not known: settling again makes it right.
 */
public interface SlotStore {
    /** How often {@link #renew} is to be called. */
    Duration RENEWAL_INTERVAL = Duration.ofSeconds(2);

    /** How long after its last renewal a node that died keeps its slots; with the interval, within the 10 s promised. */
    Duration LEASE = Duration.ofSeconds(8);

    /**
     * What came out.
     *
     * @param granted how many of those wanted this node may open besides those it keeps
     * @param held connections of the inbox on all live nodes afterwards
     */
    record Settlement(int granted, int held) {}

    /**
     * In one step, exact under whatever other nodes do: this node has {@code keep} connections of the inbox, and gets as
     * many of {@code wanted} more as leave no more than {@code allowed} on all nodes together. Those it keeps are kept
     * also when they are too many.
     */
    Mono<Settlement> settle(InboxId inbox, int keep, int wanted, int allowed);

    /** Connections of the inbox on all live nodes. */
    Mono<Integer> held(InboxId inbox);

    /**
     * Shows that this node lives.
     *
     * @return true when it did not show it in time before, so that others may have given its slots away
     */
    Mono<Boolean> renew();
}
