package dev.agentpost.mail.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendDecision.Allowed;
import dev.agentpost.mail.ratelimit.SendDecision.Refused;
import dev.agentpost.mail.ratelimit.memory.MemorySendLimitStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Rate limits of section 3, on nodes that share a store of ledgers. */
public abstract class SendAllowanceContract {
    private static final int MAX = 100;
    private static final SendWindow HOURLY = new SendWindow(MAX, 3_600);
    private static final Duration HOUR_AND_A_STEP = Duration.ofSeconds(3_660);

    final OrganizationId acme = OrganizationId.generate();
    final Sender alice = new Sender(acme, InboxId.generate(), ApiKeyId.generate());
    final SendScope inbox = SendScope.of(acme, alice.inbox());
    final SendScope key = SendScope.of(acme, alice.key());
    final SendScope organization = SendScope.of(acme);

    protected final TestClock clock = new TestClock();
    final Outage outage = new Outage();
    private final SendLimitStore limitStore = new MemorySendLimitStore();
    private SendLedgerStore ledgers;
    private SendAllowance node;
    private SendAllowance otherNode;

    protected abstract SendLedgerStore newLedgerStore();

    @BeforeEach
    void startNodes() {
        ledgers = newLedgerStore();
        node = newNode();
        otherNode = newNode();
        limit(inbox, HOURLY);
    }

    private SendAllowance newNode() {
        return newNode(outage.before(SendLedgerStore.class, ledgers));
    }

    private SendAllowance newNode(SendLedgerStore store) {
        SendLimitDefaults none = new SendLimitDefaults(SendLimit.NONE, SendLimit.NONE, SendLimit.NONE);
        SendLimits limits = new SendLimits(limitStore, none, clock.ticker());
        return new SendAllowance(limits, store, clock);
    }

    private void limit(SendScope scope, SendWindow... windows) {
        limitStore.save(scope, SendLimit.of(windows)).block();
        clock.advance(SendLimits.STALENESS);
    }

    private static SendDecision charge(SendAllowance on, Sender sender, int recipients) {
        return on.charge(sender, recipients)
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private boolean send(SendAllowance on, int recipients) {
        SendDecision decision = charge(on, alice, recipients);
        if (decision instanceof Allowed allowed) {
            allowed.charge().keep();
        }
        return decision instanceof Allowed;
    }

    private Shortage refusal(SendAllowance on, int recipients) {
        return ((Refused) charge(on, alice, recipients)).shortage();
    }

    private long remaining(SendAllowance on, SendScope scope, SendWindow window) {
        return on.remaining(scope, SendLimit.of(window)).block().get(window);
    }

    /** What the nodes do by themselves in some seconds. */
    private void letLeasesReturn(SendAllowance... nodes) {
        clock.advance(Duration.ofSeconds(3));
        for (SendAllowance each : nodes) {
            each.tick();
        }
    }

    @Test
    void exactlyMaxShouldBeAllowed() {
        assertThat(send(node, 60)).isTrue();
        assertThat(send(node, 40)).isTrue();

        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void smallerMessageShouldGoWhereALargeOneDoesNot() {
        send(node, 98);

        assertThat(send(node, 3)).isFalse();
        assertThat(send(node, 2)).isTrue();
    }

    @Test
    void windowShouldHaveRoomAgainOnceItHasMoved() {
        send(node, MAX);
        clock.advance(Duration.ofSeconds(3_600));
        assertThat(send(node, 1)).isFalse();

        clock.advance(Duration.ofSeconds(60));

        assertThat(send(node, MAX)).isTrue();
    }

    @Test
    void refusalShouldSayHowLongToWait() {
        send(node, MAX);
        clock.advance(Duration.ofSeconds(600));

        Shortage shortage = refusal(node, 1);

        assertThat(shortage.window()).isEqualTo(HOURLY);
        assertThat(shortage.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(3_000), Duration.ofSeconds(3_060));
        clock.advance(shortage.retryAfter().orElseThrow());
        assertThat(send(node, 1)).isTrue();
    }

    @Test
    void messageOfMoreThanMaxShouldHaveNothingToWaitFor() {
        assertThat(refusal(node, MAX + 1)).isEqualTo(new Shortage(HOURLY, Optional.empty()));
    }

    @Test
    void everyWindowShouldHold() {
        limit(inbox, HOURLY, new SendWindow(10, 60));

        assertThat(send(node, 10)).isTrue();
        assertThat(refusal(node, 1).window().perSeconds()).isEqualTo(60);

        for (int minute = 1; minute < 10; minute++) {
            clock.advance(Duration.ofSeconds(62));
            assertThat(send(node, 10)).isTrue();
        }
        clock.advance(Duration.ofSeconds(62));
        assertThat(refusal(node, 1).window()).isEqualTo(HOURLY);
    }

    @Test
    void windowOfASecondShouldHold() {
        limit(inbox, new SendWindow(2, 1));

        assertThat(send(node, 2)).isTrue();
        assertThat(send(node, 1)).isFalse();
        assertThat(send(otherNode, 1)).isFalse();
        clock.advance(Duration.ofMillis(1_100));
        assertThat(send(node, 2)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void otherInboxShouldStillSend() {
        send(node, MAX);
        Sender bob = new Sender(acme, InboxId.generate(), alice.key());

        assertThat(charge(node, bob, MAX)).isInstanceOf(Allowed.class);
    }

    @Test
    void limitOfTheKeyShouldHold() {
        limit(key, new SendWindow(5, 60));
        Sender bobWithTheSameKey = new Sender(acme, InboxId.generate(), alice.key());

        assertThat(send(node, 3)).isTrue();

        assertThat(charge(node, bobWithTheSameKey, 3))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.scope()).isEqualTo(key));
        assertThat(charge(node, bobWithTheSameKey, 2)).isInstanceOf(Allowed.class);
    }

    @Test
    void limitOfTheOrganizationShouldHoldForAllItsInboxes() {
        limit(organization, new SendWindow(5, 60));
        Sender bob = new Sender(acme, InboxId.generate(), ApiKeyId.generate());

        assertThat(send(node, 3)).isTrue();

        assertThat(charge(node, bob, 3)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.scope())
                .isEqualTo(organization));
        assertThat(charge(node, bob, 2)).isInstanceOf(Allowed.class);
    }

    @Test
    void refusalOfOneLimitShouldLeaveTheOthersUntouched() {
        limit(organization, new SendWindow(5, 60));
        limit(key, new SendWindow(50, 60));

        for (int i = 0; i < 10; i++) {
            assertThat(send(node, 6)).isFalse();
        }

        assertThat(remaining(node, inbox, HOURLY)).isEqualTo(MAX);
        assertThat(remaining(node, key, new SendWindow(50, 60))).isEqualTo(50);
        letLeasesReturn(node);
        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(MAX));
    }

    @Test
    void longestWaitShouldBeNamedWhenSeveralLimitsRefuse() {
        limit(organization, new SendWindow(5, 60));
        limit(key, new SendWindow(5, 600));
        send(node, 5);

        assertThat(((Refused) charge(node, alice, 1)).scope()).isEqualTo(key);
    }

    @Test
    void whatIsGivenBackShouldCostNothing() {
        send(node, 1);
        for (int i = 0; i < 10; i++) {
            ((Allowed) charge(node, alice, 99)).charge().giveBack();
        }

        assertThat(send(node, 99)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void givingBackTwiceShouldGiveBackOnce() {
        SendCharge charge = ((Allowed) charge(node, alice, 10)).charge();
        charge.giveBack();
        charge.giveBack();

        assertThat(send(node, MAX)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void lateGiveBackShouldStillCount() {
        SendCharge charge = ((Allowed) charge(node, alice, MAX)).charge();
        clock.advance(Duration.ofSeconds(30));
        node.tick();

        charge.giveBack();

        letLeasesReturn(node);
        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(MAX));
    }

    @Test
    void remainingShouldBeWhatIsLeftOfEachWindow() {
        send(node, 30);

        assertThat(remaining(node, inbox, HOURLY)).isEqualTo(70);
        assertThat(remaining(node, inbox, new SendWindow(20, 3_600))).isZero();
        assertThat(remaining(node, key, HOURLY)).isEqualTo(MAX);
    }

    @Test
    void limitThatIsLoweredShouldHoldWithinTwoSeconds() {
        send(node, 1);
        send(node, 1);
        limitStore.save(inbox, SendLimit.of(new SendWindow(3, 3_600))).block();
        clock.advance(Duration.ofSeconds(2));

        assertThat(send(node, 1)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void limitThatIsRaisedShouldHoldWithinTwoSeconds() {
        send(node, MAX);
        limitStore.save(inbox, SendLimit.of(new SendWindow(MAX + 1, 3_600))).block();
        clock.advance(Duration.ofSeconds(2));

        assertThat(send(node, 1)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void newWindowShouldCountWhatWasSentBefore() {
        send(node, 10);
        clock.advance(Duration.ofSeconds(200));

        limit(inbox, new SendWindow(10, 300));

        assertThat(send(node, 1)).isFalse();
        clock.advance(Duration.ofSeconds(120));
        assertThat(send(node, 1)).isTrue();
    }

    @Test
    void senderWithoutALimitShouldNotNeedTheLedger() {
        limitStore.delete(inbox).block();
        clock.advance(SendLimits.STALENESS);
        outage.begin(SendLedgerStore.class);

        assertThat(send(node, 10_000)).isTrue();
    }

    @Test
    void ledgerThatDoesNotAnswerShouldBeAFailure() {
        outage.begin(SendLedgerStore.class);

        assertThatThrownBy(() -> charge(node, alice, 1)).hasMessageContaining("all hosts");

        outage.end();
        assertThat(send(node, MAX)).isTrue();
    }

    @Test
    void messageThatNoLongerWaitsShouldCostNothing() {
        CompletableFuture<SendDecision> answer = node.charge(alice, MAX);
        boolean cancelled = answer.cancel(false);
        if (!cancelled) {
            ((Allowed) answer.join()).charge().giveBack();
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(remaining(node, inbox, HOURLY)).isEqualTo(MAX));
    }

    @Test
    void otherNodeShouldSeeWhatWasSent() {
        send(node, 60);

        assertThat(send(otherNode, 41)).isFalse();
        assertThat(send(otherNode, 40)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void nodeThatDiedShouldNeverAllowAnOverrun() {
        sendManyWith(node, 20);
        SendAllowance restarted = newNode();

        long accepted = 20;
        while (send(restarted, 1)) {
            accepted++;
        }

        assertThat(accepted).isLessThanOrEqualTo(MAX);
        clock.advance(Duration.ofMinutes(2));
        while (send(restarted, 1)) {
            accepted++;
        }
        assertThat(accepted).isEqualTo(MAX);
        clock.advance(HOUR_AND_A_STEP);
        assertThat(send(restarted, MAX)).isTrue();
    }

    /** "A lease that is not used comes back within 60 s", also that of a node that was killed. */
    @Test
    void leaseOfANodeThatDiedShouldComeBackWithinAMinute() {
        sendManyWith(node, 20);
        assertThat(remaining(otherNode, inbox, HOURLY)).isLessThan(80);

        clock.advance(Duration.ofSeconds(59));

        assertThat(remaining(otherNode, inbox, HOURLY)).isEqualTo(80);
        assertThat(send(otherNode, 80)).isTrue();
        assertThat(send(otherNode, 1)).isFalse();
    }

    @Test
    void leaseThatMayStillBeSpentShouldNotComeBack() {
        sendManyWith(node, 20);
        long left = remaining(otherNode, inbox, HOURLY);

        clock.advance(Duration.ofSeconds(30));

        assertThat(remaining(otherNode, inbox, HOURLY)).isEqualTo(left);
    }

    @Test
    void nodeThatHungWhileItsLeaseCameBackShouldNotSpendIt() {
        sendManyWith(node, 20);
        clock.advance(Duration.ofSeconds(59));
        send(otherNode, 80);

        assertThat(send(node, 1)).isFalse();
        letLeasesReturn(node, otherNode);
        assertThat(remaining(node, inbox, HOURLY)).isZero();
    }

    @Test
    void messagesOfANodeThatDiedOneAfterTheOtherShouldAllCount() {
        int accepted = 0;
        for (int generation = 0; generation < 8; generation++) {
            sendManyWith(newNode(), 7);
            accepted += 7;
            clock.advance(Duration.ofSeconds(60));
        }

        assertThat(remaining(node, inbox, HOURLY)).isEqualTo(MAX - accepted);
        assertThat(send(node, MAX - accepted)).isTrue();
        assertThat(send(otherNode, 1)).isFalse();
    }

    @Test
    void messageThatIsNotedTooLateShouldNotPass() {
        SendLedgerStore slow = new SlowNotes(ledgers, clock);
        SendAllowance sluggish = newNode(slow);

        assertThatThrownBy(() -> sendManyWith(sluggish, 20)).hasMessageContaining("too late");
    }

    @Test
    void messageThatCannotBeNotedShouldNotPass() {
        sendManyWith(node, 20);
        outage.begin(SendLedgerStore.class);

        assertThatThrownBy(() -> sendManyWith(node, 20)).hasMessageContaining("all hosts");

        outage.end();
        letLeasesReturn(node);
        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(80));
    }

    /** Takes longer for a note of what is spent from a lease at hand than the lease lasts. */
    private static final class SlowNotes extends ForwardingLedgers {
        private final TestClock clock;
        private final AtomicLong notes = new AtomicLong();

        SlowNotes(SendLedgerStore store, TestClock clock) {
            super(store);
            this.clock = clock;
        }

        @Override
        public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
            // the first comes with the claim
            boolean late = notes.incrementAndGet() > 1;
            return super.noteSpent(spent, keep)
                    .doOnSuccess(noted -> clock.advance(late ? Duration.ofSeconds(11) : Duration.ZERO));
        }
    }

    @Test
    void ledgerShouldBeReadOnceWhileNoOtherNodeComes() {
        CountedReads counted = new CountedReads(ledgers);
        SendAllowance alone = newNode(counted);

        for (int i = 0; i < 5; i++) {
            sendManyWith(alone, 4);
            clock.advance(Duration.ofSeconds(20));
            alone.tick();
        }

        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(80));
        assertThat(counted.reads).hasValue(1);
    }

    @Test
    void ledgerShouldBeReadAgainOnceAnotherNodeCame() {
        sendManyWith(node, 10);
        sendManyWith(otherNode, 10);

        sendManyWith(node, 10);
        sendManyWith(otherNode, 10);

        letLeasesReturn(node, otherNode);
        Awaitility.await()
                .untilAsserted(() -> assertThat(remaining(node, inbox, HOURLY)).isEqualTo(60));
    }

    @Test
    void nobodyShouldBeRefusedForWhatAnotherNodeHasGivenBack() {
        SendCharge charge = ((Allowed) charge(otherNode, alice, 50)).charge();
        send(node, 50);
        charge.giveBack();
        letLeasesReturn(otherNode);
        Awaitility.await()
                .untilAsserted(() -> assertThat(remaining(node, inbox, HOURLY)).isEqualTo(50));

        assertThat(send(node, 50)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void notesShouldBeForgottenOnceTheLedgerHasWhatWasSpent() {
        NotedLeases noted = new NotedLeases(ledgers);
        SendAllowance alone = newNode(noted);
        sendManyWith(alone, 20);
        assertThat(noted.leases).isNotEmpty();

        Awaitility.await().untilAsserted(() -> {
            letLeasesReturn(alone);
            assertThat(noted.leases).isEmpty();
        });
        assertThat(remaining(otherNode, inbox, HOURLY)).isEqualTo(80);
    }

    private static final class NotedLeases extends ForwardingLedgers {
        private final Set<UUID> leases = ConcurrentHashMap.newKeySet();

        NotedLeases(SendLedgerStore store) {
            super(store);
        }

        @Override
        public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
            return super.noteSpent(spent, keep).doOnSuccess(noted -> leases.addAll(spent.keySet()));
        }

        @Override
        public Mono<Void> forgetNotes(Collection<UUID> forgotten) {
            return super.forgetNotes(forgotten).doOnSuccess(done -> leases.removeAll(forgotten));
        }
    }

    /** A store of ledgers in front of another. */
    private abstract static class ForwardingLedgers implements SendLedgerStore {
        private final SendLedgerStore store;

        ForwardingLedgers(SendLedgerStore store) {
            this.store = store;
        }

        @Override
        public Mono<Stored> read(SendScope scope) {
            return store.read(scope);
        }

        @Override
        public Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep) {
            return store.replace(scope, before, after, keep);
        }

        @Override
        public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
            return store.noteSpent(spent, keep);
        }

        @Override
        public Mono<Void> forgetNotes(Collection<UUID> leases) {
            return store.forgetNotes(leases);
        }

        @Override
        public Mono<Map<UUID, Long>> spent(Collection<UUID> leases) {
            return store.spent(leases);
        }
    }

    private static final class CountedReads extends ForwardingLedgers {
        private final AtomicLong reads = new AtomicLong();

        CountedReads(SendLedgerStore store) {
            super(store);
        }

        @Override
        public Mono<Stored> read(SendScope scope) {
            reads.incrementAndGet();
            return super.read(scope);
        }
    }

    private void sendManyWith(SendAllowance on, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(send(on, 1)).isTrue();
        }
    }

    @Test
    void nodeThatStopsShouldGiveBackWhatItHas() {
        sendManyWith(node, 20);

        node.giveBackAll();

        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(80));
    }

    @Test
    void nodeThatStopsDuringAClaimShouldGiveBackWhatTheClaimBrings() {
        HeldStore held = new HeldStore(ledgers);
        SendAllowance stopping = newNode(held);
        for (int i = 0; i < 20; i++) {
            assertThat(send(stopping, 1)).isTrue();
        }
        Sinks.Empty<Void> claim = held.holdNext();
        CompletableFuture<SendDecision> last = stopping.charge(alice, 50);

        CompletableFuture<Void> end = stopping.giveBackAll();
        assertThat(end).isNotDone();
        claim.tryEmitEmpty();

        assertThat(end).succeedsWithin(Duration.ofSeconds(20));
        assertThat(last).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Allowed.class);
        assertThat(remaining(otherNode, inbox, HOURLY)).isEqualTo(30);
    }

    /** A message was refused, and another got what it gave back, while the note of a third was on its way. */
    @Test
    void noteShouldNeverSayLessThanWasAllowedWithoutAnother() {
        SendWindow wide = new SendWindow(10_000, 3_600);
        limit(inbox, wide);
        HeldStore held = new HeldStore(ledgers);
        SendAllowance dying = newNode(held);
        sendManyWith(dying, 50);
        SendCharge refusedLater = ((Allowed) charge(dying, alice, 3)).charge();
        Sinks.Empty<Void> firstNote = held.holdNext();
        CompletableFuture<SendDecision> first = dying.charge(alice, 1);
        CompletableFuture<SendDecision> second = dying.charge(alice, 1);
        refusedLater.giveBack();
        Sinks.Empty<Void> secondNote = held.holdNext();
        firstNote.tryEmitEmpty();
        assertThat(first).succeedsWithin(Duration.ofSeconds(20));
        assertThat(send(dying, 1)).isTrue();
        secondNote.tryEmitEmpty();
        assertThat(second).succeedsWithin(Duration.ofSeconds(20));

        clock.advance(Duration.ofSeconds(59));

        assertThat(remaining(otherNode, inbox, wide)).isLessThanOrEqualTo(10_000 - 53);
    }

    /** Answers late to what is written after {@link #holdNext}. */
    private static final class HeldStore extends ForwardingLedgers {
        private final AtomicReference<Mono<Void>> answer = new AtomicReference<>(Mono.empty());

        HeldStore(SendLedgerStore store) {
            super(store);
        }

        /** @return ends the waiting */
        Sinks.Empty<Void> holdNext() {
            Sinks.Empty<Void> sink = Sinks.empty();
            answer.set(sink.asMono());
            return sink;
        }

        @Override
        public Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep) {
            return Mono.defer(() -> {
                Mono<Void> held = answer.get();
                return super.replace(scope, before, after, keep).delayUntil(replaced -> held);
            });
        }

        @Override
        public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
            return Mono.defer(() -> {
                Mono<Void> held = answer.get();
                return super.noteSpent(spent, keep).then(held);
            });
        }
    }

    @Test
    void unusedLeaseShouldComeBackWithinAMinute() {
        sendManyWith(node, 20);
        clock.advance(Duration.ofSeconds(3));

        node.tick();

        Awaitility.await().untilAsserted(() -> assertThat(remaining(otherNode, inbox, HOURLY))
                .isEqualTo(80));
        assertThat(send(otherNode, 80)).isTrue();
        assertThat(send(node, 1)).isFalse();
    }

    @Test
    void nodesShouldAcceptExactlyMaxTogether() throws Exception {
        SendWindow window = new SendWindow(500, 3_600);
        limit(inbox, window);
        AtomicLong accepted = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Callable<Object>> senders = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            SendAllowance on = i % 2 == 0 ? node : otherNode;
            int seed = i;
            senders.add(Executors.callable(() -> sendUntilRefused(on, new Random(seed), accepted)));
        }
        for (Future<Object> sender : threads.invokeAll(senders)) {
            sender.get();
        }
        threads.shutdown();

        assertThat(accepted.get()).isLessThanOrEqualTo(500);
        letLeasesReturn(node, otherNode);
        Awaitility.await().untilAsserted(() -> {
            long left = 500 - accepted.get();
            assertThat(remaining(node, inbox, window)).isEqualTo(left);
            assertThat(remaining(otherNode, inbox, window)).isEqualTo(left);
        });
        while (send(otherNode, 1)) {
            accepted.incrementAndGet();
        }
        assertThat(accepted.get()).isEqualTo(500);
        assertThat(send(node, 1)).isFalse();
    }

    /** One in five is given back, as when the queue fails. */
    private void sendUntilRefused(SendAllowance on, Random random, AtomicLong accepted) {
        int refusals = 0;
        while (refusals < 5) {
            int recipients = 1 + random.nextInt(3);
            if (charge(on, alice, recipients) instanceof Allowed allowed) {
                if (random.nextInt(5) == 0) {
                    allowed.charge().giveBack();
                } else {
                    allowed.charge().keep();
                    accepted.addAndGet(recipients);
                }
            } else {
                refusals++;
            }
        }
    }
}
