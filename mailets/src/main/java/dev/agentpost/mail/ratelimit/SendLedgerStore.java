package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The ledgers, which all nodes share. */
public interface SendLedgerStore {

    /**
     * A ledger as it was read or written.
     *
     * @param version of its last change; empty before the first
     */
    record Stored(SendLedger ledger, Optional<UUID> version) {}

    /** An empty ledger when there is none. An error means that the store did not answer. */
    Mono<Stored> read(SendScope scope);

    /**
     * In one step, under whatever other nodes do. An error means that it is not known whether the ledger was replaced;
     * once a later call has returned true, it was not.
     *
     * @param keep after which, if nothing changes it before, the ledger may be forgotten
     * @return the new one; empty when it has changed since it was read
     */
    Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep);

    /**
     * Notes how much of each lease is spent, in place of an earlier note. Of calls for one lease, which come one after the
     * other, the last one holds. An error means that it is not known which does.
     *
     * @param keep after which the note may be forgotten
     */
    Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep);

    /** The notes of these leases are asked for no longer, since the ledger counts what was spent of them. */
    Mono<Void> forgetNotes(Collection<UUID> leases);

    /** What was noted of these leases; those without a note are left out. */
    Mono<Map<UUID, Long>> spent(Collection<UUID> leases);
}
