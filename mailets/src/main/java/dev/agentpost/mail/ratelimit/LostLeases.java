package dev.agentpost.mail.ratelimit;

import com.google.common.collect.Sets;
import dev.agentpost.mail.ratelimit.SendLedgerStore.Stored;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What nodes that died had leased and did not use. */
final class LostLeases {
    private LostLeases() {}

    /**
     * The ledger as if those nodes had given it back.
     *
     * @param own leases of this node, which it corrects itself
     * @param clock in milliseconds
     */
    static Mono<Stored> settle(SendLedgerStore store, Stored stored, Set<UUID> own, long clock) {
        SendLedger ledger = stored.ledger();
        Set<UUID> lost =
                Sets.difference(ledger.lostLeases(ledger.timeAt(clock)), own).immutableCopy();
        return lost.isEmpty()
                ? Mono.just(stored)
                : store.spent(lost).map(spent -> new Stored(ledger.settle(spent), stored.version()));
    }
}
