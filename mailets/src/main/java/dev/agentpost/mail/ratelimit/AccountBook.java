package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an account knows: the lease at hand, older ones that are not settled yet, and who waits. Times are in milliseconds
 * of the node's clock. Not safe for use by several threads: the account guards it.
 */
final class AccountBook {
    /** A refusal is repeated without another look at the store for this long. */
    private static final long REFUSAL_MILLIS = 500;

    /** Of what is left, a claim takes no more than a quarter beyond its need: other nodes find some, and few go to and fro. */
    private static final int SHARE = 4;

    /** A sender that goes on needs so many times as much as before: few claims until it has enough for two seconds. */
    private static final int GROWTH = 4;

    private final List<SendRequest> waiting = new ArrayList<>();
    private final List<SendRequest> planned = new ArrayList<>();
    private final List<Lease> closed = new ArrayList<>();
    private final Set<UUID> settled = new HashSet<>();
    private Optional<Lease> current = Optional.empty();
    private SendLimit limit = SendLimit.NONE;
    /** How much more than is needed now the next claim should take. */
    private long wish;

    private Optional<SendLedger> refusedWith = Optional.empty();
    private long refusedAt;

    void useLimit(SendLimit newLimit) {
        if (!newLimit.equals(limit)) {
            limit = newLimit;
            refusedWith = Optional.empty();
        }
    }

    /** Those of this node, which knows more of them than it has noted. */
    Set<UUID> ownLeases() {
        return Stream.concat(closed.stream(), current.stream()).map(Lease::id).collect(Collectors.toSet());
    }

    /** The lease that has enough for so many, if it does. */
    Optional<Lease> takeFromLease(long recipients, long now) {
        Optional<Lease> lease = current.filter(held -> held.allows(limit, recipients, now));
        lease.ifPresent(held -> held.spend(recipients, now));
        return lease;
    }

    void settle(Lease lease, long givenBack) {
        lease.settle(givenBack);
        if (givenBack > 0) {
            refusedWith = Optional.empty();
        }
    }

    /** From what the store said a moment ago. */
    Optional<Shortage> rememberedShortage(long recipients, long now) {
        return refusedWith
                .filter(ledger -> isFresh(now))
                .flatMap(ledger -> ledger.shortage(limit, recipients, 0, ledger.timeAt(now)));
    }

    private boolean isFresh(long now) {
        return now >= refusedAt && now - refusedAt <= REFUSAL_MILLIS;
    }

    void add(SendRequest request) {
        waiting.add(request);
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** All that have no answer yet. */
    List<SendRequest> removeRequests() {
        planned.addAll(waiting);
        waiting.clear();
        List<SendRequest> removed = List.copyOf(planned);
        planned.clear();
        return removed;
    }

    /** Also for a lease of which it is not known whether the ledger has it. */
    void close(Lease lease) {
        closed.add(lease);
    }

    /**
     * @param anyway true: also the lease at hand is given back
     * @return true when the ledger has to be told of leases that are over
     */
    boolean retire(long now, boolean anyway) {
        current.filter(lease -> anyway || lease.isOver(now)).ifPresent(lease -> {
            close(lease);
            current = Optional.empty();
        });
        closed.stream()
                .filter(Lease::isSettled)
                .filter(Lease::hasExtra)
                .map(Lease::id)
                .forEach(settled::add);
        closed.removeIf(lease -> lease.isDone(now));
        return closed.stream().anyMatch(Lease::isDirty);
    }

    /** Leases whose notes nobody needs any longer; each once. */
    Set<UUID> takeSettled() {
        Set<UUID> taken = Set.copyOf(settled);
        settled.clear();
        return taken;
    }

    /** The ledger as it would be if this node gave back all that it does not use. */
    SendLedger view(SendLedger ledger) {
        SendLedger view = ledger;
        for (Lease lease : closed) {
            view = view.correct(lease.id(), lease.correction());
        }
        return current.isPresent()
                ? view.correct(current.get().id(), current.get().correction())
                : view;
    }

    /** What to do for those who wait, or without any, to settle leases. Planned again, it is for those of the first time too. */
    ClaimPlan plan(SendLedger ledger, long now) {
        planned.addAll(waiting);
        waiting.clear();
        planned.removeIf(request -> request.answer().isDone());
        SendLedger view = view(ledger);
        long time = ledger.timeAt(now);
        List<SendRequest> granted = new ArrayList<>();
        Map<SendRequest, Shortage> refused = new LinkedHashMap<>();
        long total = 0;
        for (SendRequest request : planned) {
            Optional<Shortage> shortage = view.shortage(limit, request.recipients(), total, time);
            if (shortage.isPresent()) {
                refused.put(request, shortage.get());
            } else {
                granted.add(request);
                total += request.recipients();
            }
        }
        refusedWith = refused.isEmpty() ? Optional.empty() : Optional.of(view);
        refusedAt = now;
        return granted.isEmpty() && !refused.isEmpty()
                ? ClaimPlan.withoutWrite(refused)
                : write(new ClaimPlan.Answers(granted, refused, total), view, now, time);
    }

    /** Like {@link #plan}, but empty when somebody would be refused. */
    Optional<ClaimPlan> planUnlessRefused(SendLedger ledger, long now) {
        ClaimPlan plan = plan(ledger, now);
        if (plan.answers().refused().isEmpty()) {
            return Optional.of(plan);
        }
        refusedWith = Optional.empty();
        return Optional.empty();
    }

    private ClaimPlan write(ClaimPlan.Answers answers, SendLedger view, long now, long time) {
        current.ifPresent(lease -> {
            wish = lease.isOver(now) ? lease.spent() : GROWTH * lease.granted();
            close(lease);
        });
        current = Optional.empty();
        Map<UUID, Optional<Spending>> corrections = new HashMap<>();
        closed.forEach(lease -> corrections.put(lease.id(), lease.correction()));
        Optional<Lease> lease = answers.total() == 0
                ? Optional.empty()
                : Optional.of(new Lease(limit, answers.total(), extra(answers.total(), view, time), now, time));
        SendLedger after = lease.map(held -> view.with(held.written())).orElse(view);
        Duration keep = limit.kept();
        return new ClaimPlan(answers, Optional.of(after.compact(keep.toMillis(), time)), keep, lease, corrections);
    }

    private long extra(long total, SendLedger view, long time) {
        return Math.min(wish, (view.left(limit, time) - total) / SHARE);
    }

    /** To be called when the ledger is as planned. */
    void carryOut(ClaimPlan plan, long now) {
        planned.clear();
        wish = 0;
        closed.stream()
                .filter(lease -> plan.corrections().containsKey(lease.id()))
                .forEach(lease -> lease.wrote(plan.corrections().get(lease.id())));
        plan.lease().ifPresent(lease -> {
            lease.begin(now);
            current = Optional.of(lease);
        });
    }

    boolean isIdle(long now) {
        return waiting.isEmpty() && planned.isEmpty() && closed.isEmpty() && current.isEmpty() && !isFresh(now);
    }
}
