package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What holds for messages with keys on every store that one server has for itself, and wherever it is killed. */
public abstract class SingleNodeKeyedSubmissionsTest implements KeyedSubmissionsContract {
    private final TestClock clock = new TestClock();
    private IdempotencyStore store;
    private boolean writesFail;
    private Mono<Void> writeEnds = Mono.empty();
    private KeyedSubmissions node;

    /** Empty. */
    protected abstract IdempotencyStore newStore();

    @BeforeEach
    void setUp() {
        store = newStore();
        restart();
    }

    private void restart() {
        node = new SingleNodeKeyedSubmissions(new BreakableStore(), clock);
    }

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public KeyedSubmissions node() {
        return node;
    }

    private CompletableFuture<Boolean> accepting(SubmissionId submission) {
        return node().accept(KEY, submission, DIGEST).toFuture();
    }

    @Test
    void acceptedShouldBeKnownAfterARestart() {
        SubmissionId first = accepted(DIGEST);
        restart();

        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(REUSED);
        assertThat(accept(first)).isTrue();
    }

    @Test
    void messageThatWasNotAcceptedShouldNotHoldItsKeyOverARestart() {
        claimed(DIGEST);
        restart();

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    void claimShouldWriteNothing() {
        SubmissionId first = claimed(DIGEST);
        assertThat(store().claims(KEY).block()).isEmpty();

        node().release(KEY, first).block();
        assertThat(store().claims(KEY).block()).isEmpty();
    }

    @Test
    void clientThatRepeatsItselfShouldNotFillTheStore() {
        SubmissionId first = accepted(DIGEST);
        for (int i = 0; i < 5; i++) {
            assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
        }

        assertThat(store().claims(KEY).block()).hasSize(1);
    }

    /** Killed when the queue had the mail, before the client was answered. */
    @Test
    void mailThatTheQueueOffersAfterARestartShouldBeAccepted() {
        SubmissionId first = claimed(DIGEST);
        restart();

        assertThat(accept(first)).isTrue();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    /** As above, and the client was faster than the queue. */
    @Test
    void mailShouldNotBeDeliveredWhenAnotherWasAcceptedSince() {
        SubmissionId first = claimed(DIGEST);
        restart();
        SubmissionId second = accepted(DIGEST);

        assertThat(accept(first)).isFalse();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(second));
    }

    /** By a clock that was put back in between, the second came before the first. */
    @Test
    void mailShouldNotBeDeliveredWhenAnotherWasAcceptedByAnEarlierClock() {
        SubmissionId first = claimed(DIGEST);
        restart();
        clock.advance(Duration.ofSeconds(-6));
        accepted(DIGEST);

        assertThat(accept(first)).isFalse();
    }

    /** However long the server was down. */
    @Test
    void mailShouldNotBeDeliveredWhenTheKeyThatAnotherGotIsFreeAgain() {
        SubmissionId first = claimed(DIGEST);
        restart();
        accepted(DIGEST);
        clock().advance(KeyClaim.WINDOW.multipliedBy(2));

        assertThat(accept(first)).isFalse();
    }

    @Test
    void mailShouldBeDeliveredWhenAnotherHadTheKeyTheDayBefore() {
        accepted(OTHER_DIGEST);
        clock().advance(KeyClaim.WINDOW);
        SubmissionId second = claimed(DIGEST);
        restart();

        assertThat(accept(second)).isTrue();
    }

    @Test
    void mailShouldWaitForTheMessageThatHasItsKeyNow() {
        SubmissionId first = claimed(DIGEST);
        restart();
        SubmissionId second = claimed(DIGEST);
        CompletableFuture<Boolean> waiting = accepting(first);
        assertThat(waiting).isNotDone();

        assertThat(accept(second)).isTrue();

        assertThat(waiting.join()).isFalse();
    }

    @Test
    void mailShouldBeDeliveredWhenTheMessageThatHadItsKeyIsRefused() {
        SubmissionId first = claimed(DIGEST);
        restart();
        SubmissionId second = claimed(DIGEST);
        CompletableFuture<Boolean> waiting = accepting(first);

        node().release(KEY, second).block();

        assertThat(waiting.join()).isTrue();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    /** Its thread slept for longer than its claim lasts. */
    @Test
    void slowSessionShouldBeToldThatAnotherWasFaster() {
        SubmissionId slow = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);
        accepted(DIGEST);

        assertThat(accept(slow)).isFalse();
    }

    @Test
    void slowSessionShouldGoOnWhenNobodyTookItsKey() {
        SubmissionId slow = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE.multipliedBy(3));

        assertThat(accept(slow)).isTrue();
    }

    /** The write was made although it failed: who comes next has to be told of it. */
    @Test
    void keyShouldBeHeldAndThenReadWhenAWriteFailed() {
        SubmissionId first = claimed(DIGEST);
        writesFail = true;
        assertThatThrownBy(() -> accept(first)).hasMessage("broken");
        writesFail = false;

        assertThat(tryAgain(DIGEST)).isEqualTo(UNDER_WAY);
        clock().advance(KeyClaim.LEASE);
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
        assertThat(accept(first)).isTrue();
    }

    /** The session gives up before the store answers. */
    @Test
    void writeShouldBeHeardWhenNobodyWaitsForItAnyMore() {
        SubmissionId first = claimed(DIGEST);
        Sinks.Empty<Void> answer = Sinks.empty();
        writeEnds = answer.asMono();
        node().accept(KEY, first, DIGEST).subscribe().dispose();
        assertThat(tryAgain(DIGEST)).isEqualTo(UNDER_WAY);

        answer.tryEmitEmpty();

        await().untilAsserted(() -> assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first)));
    }

    @Test
    void acceptShouldBeTriedAgainAfterAFailure() {
        SubmissionId first = claimed(DIGEST);
        writesFail = true;
        assertThatThrownBy(() -> accept(first)).hasMessage("broken");
        writesFail = false;

        assertThat(accept(first)).isTrue();
    }

    /** A folder of an earlier version, which wrote claims down. */
    @Test
    void claimThatWasWrittenDownButNotAcceptedShouldNotStand() {
        SubmissionId first = next();
        store().claim(KEY, KeyClaim.begin(first, DIGEST, clock().instant())).block();

        SubmissionId second = accepted(OTHER_DIGEST);

        assertThat(accept(first)).isFalse();
        assertThat(accept(second, OTHER_DIGEST)).isTrue();
    }

    /** A write that fails is made all the same, as one whose answer is lost. What servers of a cluster ask is not asked. */
    private final class BreakableStore implements IdempotencyStore {
        @Override
        public Mono<Void> claim(InboxKey key, KeyClaim claim) {
            return store.claim(key, claim)
                    .then(Mono.defer(() -> writeEnds))
                    .then(Mono.defer(
                            () -> writesFail ? Mono.error(new IllegalStateException("broken")) : Mono.empty()));
        }

        @Override
        public Flux<InboxKey> keys() {
            return store.keys();
        }

        @Override
        public Mono<List<KeyClaim>> claims(InboxKey key) {
            return store.claims(key);
        }

        @Override
        public Mono<Void> accept(InboxKey key, SubmissionId submission, Instant at) {
            throw new AssertionError("of a cluster");
        }

        @Override
        public Mono<KeyClaim.Fate> acceptLate(InboxKey key, SubmissionId submission, Instant at) {
            throw new AssertionError("of a cluster");
        }

        @Override
        public Mono<Boolean> overtake(InboxKey key, SubmissionId abandoned) {
            throw new AssertionError("of a cluster");
        }

        @Override
        public Mono<Void> withdraw(InboxKey key, SubmissionId submission) {
            throw new AssertionError("of a cluster");
        }
    }
}
