package dev.agentpost.mail.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down what accounts spend from their leases before the senders hear of it, so that whoever finds the lease of a node
 * that died knows how much of it was not used. One write at a time for all accounts of the node: those who come meanwhile
 * share the next one. Safe for use by many threads.
 */
final class SpentNotes {
    private final SendLedgerStore store;
    private final Clock clock;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean writing;

    /** @param guard of the lease */
    private record Waiting(Object guard, Lease lease, SendRequest request, SendCharge charge) {
        void answer(Optional<Throwable> failure) {
            failure.ifPresentOrElse(this::fail, () -> request.allow(charge));
        }

        private void fail(Throwable failure) {
            charge.giveBack();
            request.answer().completeExceptionally(failure);
        }
    }

    SpentNotes(SendLedgerStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The answer comes after {@link #advance}. */
    synchronized void add(Object guard, Lease lease, SendRequest request, SendCharge charge) {
        waiting.add(new Waiting(guard, lease, request, charge));
    }

    private synchronized List<Waiting> next() {
        if (writing || waiting.isEmpty()) {
            return List.of();
        }
        writing = true;
        List<Waiting> batch = List.copyOf(waiting);
        waiting.clear();
        return batch;
    }

    private synchronized void written() {
        writing = false;
    }

    /** Not to be called while a lease is guarded. */
    void advance() {
        List<Waiting> batch = next();
        if (batch.isEmpty()) {
            return;
        }
        Map<Lease, Long> spent = new IdentityHashMap<>();
        for (Waiting each : batch) {
            synchronized (each.guard()) {
                // Never less than was noted: others spend up to that without another note.
                spent.put(
                        each.lease(),
                        Math.max(each.lease().spent(), each.lease().noted()));
            }
        }
        Map<UUID, Long> notes = new HashMap<>();
        spent.forEach((lease, upTo) -> notes.put(lease.id(), upTo));
        Duration keep = spent.keySet().stream()
                .map(Lease::kept)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        store.noteSpent(notes, keep)
                .subscribe(
                        nothing -> {},
                        failure -> end(batch, Map.of(), Optional.of(failure)),
                        () -> end(batch, spent, Optional.empty()));
    }

    private void end(List<Waiting> batch, Map<Lease, Long> noted, Optional<Throwable> failure) {
        long now = clock.millis();
        List<Runnable> answers = new ArrayList<>();
        for (Waiting each : batch) {
            Lease lease = each.lease();
            synchronized (each.guard()) {
                if (noted.containsKey(lease)) {
                    lease.noted(noted.get(lease));
                }
                Optional<Throwable> outcome = failure.or(() -> tooSlow(lease, now));
                answers.add(() -> each.answer(outcome));
            }
        }
        written();
        answers.forEach(Runnable::run);
        advance();
    }

    /** Others may have settled the lease before the note was there. */
    private static Optional<Throwable> tooSlow(Lease lease, long now) {
        return lease.isTooLate(now)
                ? Optional.of(new IllegalStateException("what was spent was noted too late to be used"))
                : Optional.empty();
    }
}
