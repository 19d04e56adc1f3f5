package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.ratelimit.SendLedgerStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One scope as this node spends from it. Messages take from the lease at hand, which is noted in the store before they may go
 * on; those that find too little there wait for one claim at a time, which gives the old lease back and takes the new one in
 * a single conditional write. Safe for use by many threads.
 */
final class SendAccount {
    private static final Retry WHEN_OVERTAKEN = Retry.backoff(30, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .filter(Overtaken.class::isInstance)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    /** A sender that comes again by then saves the read of its ledger. */
    private static final long REMEMBERED_MILLIS = Duration.ofSeconds(30).toMillis();

    private final SendScope scope;
    private final SendLedgerStore store;
    private final Clock clock;
    private final AccountBook book = new AccountBook();
    private final SpentNotes notes;
    private final OwnLedger own = new OwnLedger();
    private final List<CompletableFuture<Void>> givingBack = new ArrayList<>();
    private boolean claiming;
    private boolean settlesNext;
    private long lastUsed;

    /** Another node has changed the ledger since it was read. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("other nodes change the ledger of this sender all the time", null, false, false);
        }
    }

    SendAccount(SendScope scope, SendLedgerStore store, Clock clock, SpentNotes notes) {
        this.scope = scope;
        this.store = store;
        this.clock = clock;
        this.notes = notes;
    }

    /** The answer comes by itself, or after the next {@link #advance}. */
    synchronized CompletableFuture<SendDecision> charge(SendLimit limit, long recipients) {
        SendRequest request = new SendRequest(recipients);
        long now = clock.millis();
        lastUsed = now;
        book.useLimit(limit);
        Optional<Lease> lease = book.takeFromLease(recipients, now);
        if (lease.isPresent()) {
            spend(lease.get(), request);
            return request.answer();
        }
        book.rememberedShortage(recipients, now)
                .ifPresentOrElse(shortage -> refuse(request, shortage), () -> book.add(request));
        return request.answer();
    }

    private void spend(Lease lease, SendRequest request) {
        SendCharge charge = chargeFor(lease, request.recipients());
        if (lease.isSpentBeyondNote()) {
            notes.add(this, lease, request, charge);
        } else {
            request.allow(charge);
        }
    }

    private void refuse(SendRequest request, Shortage shortage) {
        request.answer().complete(new SendDecision.Refused(scope, shortage));
    }

    private SendCharge chargeFor(Lease lease, long recipients) {
        return new SendCharge(kept -> {
            synchronized (this) {
                book.settle(lease, kept ? 0 : recipients);
            }
        });
    }

    /** Serves those who wait, unless that is being done. */
    void advance() {
        notes.advance();
        begin(false);
    }

    /** Gives back what is not used; to be called about every second. */
    void tick() {
        retire(false);
    }

    /** Gives back what is at hand, too; the end of that, or of trying, is the end of the future. */
    CompletableFuture<Void> giveBackAll() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        synchronized (this) {
            givingBack.add(end);
        }
        retire(true);
        tellWhenIdle();
        return end;
    }

    private void tellWhenIdle() {
        List<CompletableFuture<Void>> ends;
        synchronized (this) {
            if (claiming) {
                return;
            }
            ends = List.copyOf(givingBack);
            givingBack.clear();
        }
        ends.forEach(end -> end.complete(null));
    }

    private void retire(boolean anyway) {
        boolean settles;
        Set<UUID> settled;
        synchronized (this) {
            settles = book.retire(clock.millis(), anyway);
            settled = book.takeSettled();
        }
        if (!settled.isEmpty()) {
            // What is not forgotten goes by itself, later
            store.forgetNotes(settled).onErrorComplete().subscribe();
        }
        begin(settles);
    }

    private void begin(boolean settles) {
        synchronized (this) {
            settlesNext |= settles;
            if (claiming || !(settlesNext || book.hasWaiting())) {
                return;
            }
            claiming = true;
            settlesNext = false;
        }
        Mono.defer(this::claim)
                .doOnError(Overtaken.class, failure -> overtaken())
                .retryWhen(WHEN_OVERTAKEN)
                .subscribe(this::answer, this::fail);
    }

    private Mono<ClaimPlan> claim() {
        return unread().map(stored -> withoutLostLeases(stored).flatMap(this::claimUnread))
                .orElseGet(() -> store.read(scope)
                        .doOnNext(this::read)
                        .flatMap(this::withoutLostLeases)
                        .flatMap(this::claim));
    }

    private synchronized Optional<Stored> unread() {
        return own.unread();
    }

    private synchronized void read(Stored stored) {
        own.read(stored);
    }

    private synchronized void overtaken() {
        own.overtaken();
    }

    private Mono<Stored> withoutLostLeases(Stored stored) {
        return LostLeases.settle(store, stored, ownLeases(), clock.millis());
    }

    synchronized Set<UUID> ownLeases() {
        return book.ownLeases();
    }

    /** Refuses nobody, since others may have given something back: then the ledger is read after all. */
    private Mono<ClaimPlan> claimUnread(Stored stored) {
        Optional<ClaimPlan> plan;
        synchronized (this) {
            plan = book.planUnlessRefused(stored.ledger(), clock.millis());
            if (plan.isEmpty()) {
                own.forget();
            }
        }
        return plan.map(found -> carryOut(found, stored)).orElseGet(() -> Mono.defer(this::claim));
    }

    private Mono<ClaimPlan> claim(Stored stored) {
        ClaimPlan plan;
        synchronized (this) {
            plan = book.plan(stored.ledger(), clock.millis());
        }
        return carryOut(plan, stored);
    }

    private Mono<ClaimPlan> carryOut(ClaimPlan plan, Stored stored) {
        if (plan.ledger().isEmpty()) {
            return Mono.just(plan);
        }
        return firstNote(plan)
                .then(Mono.defer(
                                () -> store.replace(scope, stored, plan.ledger().get(), plan.keep()))
                        .doOnError(failure -> doubt(plan)))
                .doOnNext(this::wrote)
                .map(replaced -> plan)
                .switchIfEmpty(Mono.error(Overtaken::new));
    }

    private synchronized void wrote(Stored stored) {
        own.wrote(stored);
    }

    /** A lease without any counts as spent as a whole. */
    private Mono<Void> firstNote(ClaimPlan plan) {
        return Mono.justOrEmpty(plan.lease())
                .filter(Lease::hasExtra)
                .flatMap(lease -> store.noteSpent(Map.of(lease.id(), lease.noted()), plan.keep()));
    }

    private synchronized void doubt(ClaimPlan plan) {
        own.forget();
        plan.lease().ifPresent(book::close);
    }

    private void answer(ClaimPlan plan) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (this) {
            claiming = false;
            long now = clock.millis();
            book.carryOut(plan, now);
            plan.lease().ifPresent(lease -> plan.answers()
                    .granted()
                    .forEach(request -> answers.add(
                            lease.isTooLate(now) ? () -> failTooSlow(request) : allowance(lease, request, now))));
        }
        plan.answers().refused().forEach((request, shortage) -> answers.add(() -> refuse(request, shortage)));
        answers.forEach(Runnable::run);
        advance();
        tellWhenIdle();
    }

    private Runnable allowance(Lease lease, SendRequest request, long now) {
        lease.spend(request.recipients(), now);
        SendCharge charge = chargeFor(lease, request.recipients());
        return () -> request.allow(charge);
    }

    private static void failTooSlow(SendRequest request) {
        request.answer().completeExceptionally(new IllegalStateException("the ledger was written too late to be used"));
    }

    private void fail(Throwable failure) {
        List<SendRequest> requests;
        synchronized (this) {
            claiming = false;
            requests = book.removeRequests();
        }
        requests.forEach(request -> request.answer().completeExceptionally(failure));
        tellWhenIdle();
    }

    /** The ledger as it would be if this node gave back all that it does not use. */
    synchronized SendLedger view(SendLedger ledger) {
        return book.view(ledger);
    }

    synchronized boolean isIdle() {
        long now = clock.millis();
        return !claiming && book.isIdle(now) && (now < lastUsed || now - lastUsed > REMEMBERED_MILLIS);
    }
}
