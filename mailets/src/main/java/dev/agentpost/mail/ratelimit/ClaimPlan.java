package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one claim is about to do.
 *
 * @param ledger to be written; empty when nothing is to be changed
 * @param keep how long the ledger matters
 * @param lease the new one; empty when none is taken
 * @param corrections of older leases, which the ledger holds
 */
record ClaimPlan(
        Answers answers,
        Optional<SendLedger> ledger,
        Duration keep,
        Optional<Lease> lease,
        Map<UUID, Optional<Spending>> corrections) {

    /** @param total recipients of the granted */
    record Answers(List<SendRequest> granted, Map<SendRequest, Shortage> refused, long total) {}

    static ClaimPlan withoutWrite(Map<SendRequest, Shortage> refused) {
        return new ClaimPlan(
                new Answers(List.of(), refused, 0), Optional.empty(), Duration.ZERO, Optional.empty(), Map.of());
    }
}
