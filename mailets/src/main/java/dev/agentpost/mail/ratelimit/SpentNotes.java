package dev.agentpost.mail.ratelimit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;

/**
 * Writes down what an account spends from its leases before the senders hear of it, so that whoever finds the lease of a
 * node that died knows how much of it was not used. One write at a time: those who come meanwhile share the next one. Safe
 * for use by many threads.
 */
final class SpentNotes {
    private final SendLedgerStore store;
    private final Clock clock;
    private final Object guardOfLeases;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean writing;

    private record Waiting(Lease lease, SendRequest request, SendCharge charge) {
        void answer(Optional<Throwable> failure) {
            failure.ifPresentOrElse(this::fail, () -> request.allow(charge));
        }

        private void fail(Throwable failure) {
            charge.giveBack();
            request.answer().completeExceptionally(failure);
        }
    }

    SpentNotes(SendLedgerStore store, Clock clock, Object guardOfLeases) {
        this.store = store;
        this.clock = clock;
        this.guardOfLeases = guardOfLeases;
    }

    /** To be called while the leases are guarded; the answer comes after {@link #advance}. */
    void add(Lease lease, SendRequest request, SendCharge charge) {
        waiting.add(new Waiting(lease, request, charge));
    }

    void advance() {
        List<Waiting> batch;
        Map<Lease, Long> spent = new IdentityHashMap<>();
        synchronized (guardOfLeases) {
            if (writing || waiting.isEmpty()) {
                return;
            }
            writing = true;
            batch = List.copyOf(waiting);
            waiting.clear();
            batch.forEach(each -> spent.put(each.lease(), each.lease().spent()));
        }
        Flux.fromIterable(spent.entrySet())
                .flatMap(note -> store.noteSpent(
                        note.getKey().id(), note.getValue(), note.getKey().kept()))
                .subscribe(
                        nothing -> {},
                        failure -> end(batch, Map.of(), Optional.of(failure)),
                        () -> end(batch, spent, Optional.empty()));
    }

    private void end(List<Waiting> batch, Map<Lease, Long> noted, Optional<Throwable> failure) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (guardOfLeases) {
            writing = false;
            noted.forEach(Lease::noted);
            long now = clock.millis();
            for (Waiting each : batch) {
                Optional<Throwable> outcome = failure.or(() -> tooSlow(each.lease(), now));
                answers.add(() -> each.answer(outcome));
            }
        }
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
