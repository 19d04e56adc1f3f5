package dev.agentpost.mail.ratelimit;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Counts recipients against the limits of key, inbox and organization: all of them, or none.
 *
 * <p><b>Why no window can be overrun.</b> Each scope has one ledger, shared by all nodes, which is only replaced on
 * condition that it is as it was read. Recipients are granted after they stand in it, and it never holds more than a window
 * allows. A node takes more at once than it needs when it needs some often: a lease, which counts as used from the claim on,
 * and until its end is out of the window. Within seconds the node says how much it used. What it takes from a lease beyond
 * those that the claim was for, it notes in the store before the message is accepted; of a node that never says how much it
 * used, because it was killed, the others count what it noted, from 40 s after the claim on, when the lease cannot be used
 * any longer. So nothing is forgotten by a restart either: there is no other count.
 *
 * <p><b>What it costs.</b> A scope without a limit: nothing. A message that finds enough in the lease at hand: a plain
 * write of a few bytes, shared by all senders of the node that come at the same time; to a file of the node's where no other
 * node is. Else one conditional write for each
 * scope that has a limit, at the same time, and for all the messages that wait: a sender under load makes about one such
 * claim in two seconds on each node, however many messages it sends, and another one to give back what is left. A serial
 * read comes before it when the sender was not seen here for half a minute, or was seen by another node. A refusal is a
 * serial read at most twice a second. Limits themselves are read once a second for each sender (see {@link SendLimits}).
 *
 * <p><b>What it does not promise.</b> Nodes are taken to agree about the time to within half a step: a 120th of a window, at
 * most 10 s. With clocks further apart, a stretch of time shorter than the window by the difference can hold the window's
 * max. A clock that goes back stops a ledger's time until it is where it was. The time that counts is that of the decision,
 * which is at most half a step before the client's 250 unless the queue is slower than that.
 *
 * <p>Unused allowance is back with the others after 2 s, a second until the next {@link #tick}, and a write; that of a node
 * that died after 40 s. A lease takes at most a quarter of what is left, so that near the end each
 * message is a claim of its own, and exactly max are accepted. Safe for use by many threads.
 */
public final class SendAllowance {
    private final SendLimits limits;
    private final SendLedgerStore store;
    private final Clock clock;
    private final SpentNotes notes;
    private final ConcurrentMap<SendScope, SendAccount> accounts = new ConcurrentHashMap<>();

    @Inject
    public SendAllowance(SendLimits limits, SendLedgerStore store, Clock clock) {
        this.limits = limits;
        this.store = store;
        this.clock = clock;
        this.notes = new SpentNotes(store, clock);
    }

    /**
     * Whoever no longer wants the answer cancels it, and then nothing is counted. An answer that is an exception means that
     * a store did not answer.
     */
    public CompletableFuture<SendDecision> charge(Sender sender, long recipients) {
        CompletableFuture<SendDecision> answer = new CompletableFuture<>();
        CompletableFuture<Void> unused = limits.remembered(sender)
                .thenAccept(applying -> new CombinedCharge(answer).askAll(ask(applying, recipients)))
                .exceptionally(failure -> {
                    answer.completeExceptionally(failure);
                    return null;
                });
        return answer;
    }

    private record Asked(SendAccount account, CompletableFuture<SendDecision> answer) {}

    /** Accounts go on when all have been asked: what they note of one message is then written together. */
    private List<CompletableFuture<SendDecision>> ask(Map<SendScope, SendLimit> applying, long recipients) {
        List<Asked> asked = applying.entrySet().stream()
                .map(entry -> ask(entry.getKey(), entry.getValue(), recipients))
                .toList();
        asked.forEach(each -> each.account().advance());
        return asked.stream().map(Asked::answer).toList();
    }

    private Asked ask(SendScope scope, SendLimit limit, long recipients) {
        CompletableFuture<CompletableFuture<SendDecision>> charged = new CompletableFuture<>();
        // Charging an account and removing an idle one exclude each other.
        SendAccount charging = accounts.compute(scope, (same, existing) -> {
            SendAccount account = existing == null ? new SendAccount(scope, store, clock, notes) : existing;
            charged.complete(account.charge(limit, recipients));
            return account;
        });
        return new Asked(charging, charged.join());
    }

    /** How many more recipients each window of the limit allows now, of all nodes; not what others have leased. */
    public Mono<Map<SendWindow, Long>> remaining(SendScope scope, SendLimit limit) {
        if (limit.windows().isEmpty()) {
            return Mono.just(Map.of());
        }
        return Mono.defer(() -> store.read(scope))
                .flatMap(stored -> LostLeases.settle(store, stored, ownLeases(scope), clock.millis()))
                .map(stored -> {
                    SendAccount account = accounts.get(scope);
                    SendLedger ledger = account == null ? stored.ledger() : account.view(stored.ledger());
                    long now = stored.ledger().timeAt(clock.millis());
                    Map<SendWindow, Long> remaining = new LinkedHashMap<>();
                    limit.windows().forEach(window -> remaining.put(window, Math.max(0, ledger.left(window, now))));
                    return remaining;
                });
    }

    private Set<UUID> ownLeases(SendScope scope) {
        SendAccount account = accounts.get(scope);
        return account == null ? Set.of() : account.ownLeases();
    }

    /** To be called before the server stops: what is not given back stays counted. Ends also where a store does not answer. */
    public CompletableFuture<Void> giveBackAll() {
        return CompletableFuture.allOf(
                accounts.values().stream().map(SendAccount::giveBackAll).toArray(CompletableFuture[]::new));
    }

    /** To be called every second. */
    public void tick() {
        accounts.values().forEach(SendAccount::tick);
        accounts.keySet()
                .forEach(scope ->
                        accounts.computeIfPresent(scope, (same, account) -> account.isIdle() ? null : account));
    }
}
