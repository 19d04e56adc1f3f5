package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What holds for messages with keys on every store, and wherever a server is killed. */
public interface KeyedSubmissionsContract {
    InboxKey KEY = new InboxKey(InboxId.generate(), new IdempotencyKey("order 66"));
    String DIGEST = "d1";
    String OTHER_DIGEST = "d2";
    /** From the claim. */
    Duration IN_TIME = KeyClaim.LEASE.minus(KeyClaim.CLOCK_SKEW);

    ClaimResult CLAIMED = new ClaimResult.Claimed();
    ClaimResult UNDER_WAY = new ClaimResult.UnderWay();
    ClaimResult REUSED = new ClaimResult.Reused();

    /** Empty at the start of each test; the same one during it. */
    IdempotencyStore store();

    /** The same one during a test. */
    TestClock clock();

    /** One that has seen nothing: another server, or one that was started anew. */
    private KeyedSubmissions newNode() {
        return new KeyedSubmissions(store(), clock());
    }

    private static SubmissionId at(Instant time) {
        return new SubmissionId(Ulid.min(time.toEpochMilli()).increment().toString());
    }

    private ClaimResult claim(SubmissionId submission, String digest) {
        return newNode().claim(KEY, submission, digest).block();
    }

    private boolean accept(SubmissionId submission) {
        return newNode().accept(KEY, submission).block();
    }

    private SubmissionId accepted(String digest) {
        SubmissionId submission = SubmissionId.generate();
        assertThat(claim(submission, digest)).isEqualTo(CLAIMED);
        assertThat(accept(submission)).isTrue();
        return submission;
    }

    private SubmissionId claimed(String digest) {
        SubmissionId submission = SubmissionId.generate();
        assertThat(claim(submission, digest)).isEqualTo(CLAIMED);
        return submission;
    }

    private ClaimResult tryAgain(String digest) {
        return claim(SubmissionId.generate(), digest);
    }

    @Test
    default void firstShouldGetTheKey() {
        assertThat(tryAgain(DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void secondShouldBeToldTheIdOfTheFirst() {
        SubmissionId first = accepted(DIGEST);

        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    @Test
    default void otherMessageShouldNotGetTheKeyOfAnAcceptedOne() {
        accepted(DIGEST);

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(REUSED);
    }

    @Test
    default void otherMessageShouldNotTouchTheRecord() {
        SubmissionId first = accepted(DIGEST);
        tryAgain(OTHER_DIGEST);

        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    @Test
    default void keyShouldBeTakenWhileTheFirstIsUnderWay() {
        claimed(DIGEST);

        assertThat(tryAgain(DIGEST)).isEqualTo(UNDER_WAY);
        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(UNDER_WAY);
    }

    @Test
    default void claimShouldBeRepeatable() {
        SubmissionId submission = claimed(DIGEST);

        assertThat(claim(submission, DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void otherKeysShouldBeFree() {
        accepted(DIGEST);
        InboxKey otherKey = new InboxKey(KEY.inbox(), new IdempotencyKey("Order 66"));
        InboxKey otherInbox = new InboxKey(InboxId.generate(), KEY.key());

        assertThat(newNode().claim(otherKey, SubmissionId.generate(), DIGEST).block())
                .isEqualTo(CLAIMED);
        assertThat(newNode().claim(otherInbox, SubmissionId.generate(), DIGEST).block())
                .isEqualTo(CLAIMED);
    }

    @Test
    default void refusedMessageShouldNotUseItsKeyUp() {
        SubmissionId refused = claimed(DIGEST);
        newNode().release(KEY, refused).block();

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void releaseShouldNotFreeTheKeyOfAnother() {
        SubmissionId first = accepted(DIGEST);
        newNode().release(KEY, SubmissionId.generate()).block();

        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    @Test
    default void keyShouldStandForItsMessageForADay() {
        SubmissionId first = accepted(DIGEST);
        clock().advance(KeyClaim.WINDOW.minusSeconds(1));

        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    @Test
    default void keyShouldBeFreeAfterADay() {
        accepted(DIGEST);
        clock().advance(KeyClaim.WINDOW);

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void keyShouldStandForTheSecondAfterADay() {
        accepted(DIGEST);
        clock().advance(KeyClaim.WINDOW);
        SubmissionId second = accepted(OTHER_DIGEST);

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(new ClaimResult.Duplicate(second));
    }

    @Test
    default void ofManyAtOnceOneShouldGetTheKey() {
        List<ClaimResult> results = Flux.range(0, 20)
                .flatMap(
                        i -> newNode()
                                .claim(KEY, SubmissionId.generate(), DIGEST)
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block();

        assertThat(results).filteredOn(CLAIMED::equals).hasSize(1);
        assertThat(results).filteredOn(UNDER_WAY::equals).hasSize(19);
    }

    /** Killed after the claim, before the queue had the mail. */
    @Test
    default void claimOfADeadServerShouldRunOut() {
        claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);

        assertThat(tryAgain(DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void ofManyAtOnceOneShouldTakeOver() {
        claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);

        List<ClaimResult> results = Flux.range(0, 20)
                .flatMap(
                        i -> newNode()
                                .claim(KEY, SubmissionId.generate(), DIGEST)
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block();

        assertThat(results).filteredOn(CLAIMED::equals).hasSize(1);
    }

    @Test
    default void claimShouldHoldUntilItHasRunOut() {
        claimed(DIGEST);
        clock().advance(KeyClaim.LEASE.minusMillis(1));

        assertThat(tryAgain(DIGEST)).isEqualTo(UNDER_WAY);
    }

    /** Killed when the queue had the mail, before the client was answered; the queue offers it after the restart. */
    @Test
    default void mailOfADeadServerShouldBeAcceptedWhenItIsDelivered() {
        SubmissionId first = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE.multipliedBy(10));

        assertThat(accept(first)).isTrue();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(first));
    }

    /** As above, and the client was faster than the restart. */
    @Test
    default void mailShouldNotBeDeliveredWhenAnotherHasTakenOver() {
        SubmissionId first = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);
        SubmissionId second = claimed(DIGEST);

        assertThat(accept(first)).isFalse();
        assertThat(accept(second)).isTrue();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(second));
    }

    /** Else the client's third try would deliver the message of the first a second time. */
    @Test
    default void mailShouldNotBeDeliveredWhenWhoTookOverWasRefused() {
        SubmissionId first = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);
        SubmissionId second = claimed(DIGEST);
        newNode().release(KEY, second).block();

        assertThat(accept(first)).isFalse();
        assertThat(tryAgain(DIGEST)).isEqualTo(CLAIMED);
    }

    /** The queue offers a mail again that it was killed with. */
    @Test
    default void acceptShouldBeRepeatable() {
        SubmissionId first = accepted(DIGEST);

        assertThat(accept(first)).isTrue();
    }

    @Test
    default void mailThatNobodyKnowsShouldBeDelivered() {
        assertThat(accept(SubmissionId.generate())).isTrue();
    }

    /** It was accepted; it lay in the queue of a server that was down for more than a day. */
    @Test
    default void acceptedMailShouldBeDeliveredThoughItsKeyStandsForAnother() {
        SubmissionId first = at(clock().instant());
        claim(first, DIGEST);
        accept(first);
        clock().advance(KeyClaim.WINDOW);
        SubmissionId second = at(clock().instant());
        claim(second, OTHER_DIGEST);
        accept(second);

        assertThat(accept(first)).isTrue();
    }

    private KeyClaim claimOf(SubmissionId submission) {
        return store().claims(KEY).block().stream()
                .filter(claim -> claim.submission().equals(submission))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void storesAnswerShouldServeSessionAndQueue() {
        SubmissionId first = claimed(DIGEST);
        KeyedSubmissions node = newNode();
        node.accept(KEY, first).block();
        KeyClaim standing = claimOf(first);
        clock().advance(Duration.ofSeconds(10));

        node.accept(KEY, first).block();

        assertThat(claimOf(first)).isEqualTo(standing);
    }

    /** What a lightweight transaction costs is paid only when somebody may have taken the key. */
    @Test
    default void acceptInTimeShouldNotAskForAFate() {
        SubmissionId first = SubmissionId.generate();
        KeyedSubmissions node = newNode();
        node.claim(KEY, first, DIGEST).block();
        clock().advance(IN_TIME.minusMillis(1));

        assertThat(node.accept(KEY, first).block()).isTrue();
        assertThat(claimOf(first).fate()).isEmpty();
        assertThat(claimOf(first).acceptedAt()).contains(clock().instant());
    }

    @Test
    default void acceptTooLateShouldAskForAFate() {
        SubmissionId first = SubmissionId.generate();
        KeyedSubmissions node = newNode();
        node.claim(KEY, first, DIGEST).block();
        clock().advance(IN_TIME);

        assertThat(node.accept(KEY, first).block()).isTrue();
        assertThat(claimOf(first).fate()).contains(KeyClaim.Fate.ACCEPTED);
    }

    /** Its thread slept; the note that it was accepted arrives all the same. */
    @Test
    default void noteOfWhoWasOvertakenShouldNotCount() {
        SubmissionId first = claimed(DIGEST);
        clock().advance(KeyClaim.LEASE);
        SubmissionId second = accepted(DIGEST);
        store().accept(KEY, first, clock().instant()).block();

        assertThat(accept(first)).isFalse();
        assertThat(tryAgain(DIGEST)).isEqualTo(new ClaimResult.Duplicate(second));
    }

    @Test
    default void keyShouldNotBeTakenFromWhoWasAcceptedInTime() {
        SubmissionId first = SubmissionId.generate();
        KeyedSubmissions node = newNode();
        node.claim(KEY, first, DIGEST).block();
        node.accept(KEY, first).block();

        assertThat(store().overtake(KEY, first).block()).isFalse();
        assertThat(accept(first)).isTrue();
    }

    /** Two that found each other under way: the later one withdraws, which the earlier one waits for. */
    @Test
    default void earlierOfTwoShouldGoOnWhenTheLaterHasWithdrawn() {
        SubmissionId earlier = SubmissionId.generate();
        SubmissionId later = claimed(DIGEST);
        CompletableFuture<ClaimResult> waiting =
                newNode().claim(KEY, earlier, DIGEST).toFuture();
        newNode().release(KEY, later).block();

        assertThat(waiting.join()).isEqualTo(CLAIMED);
    }

    @Test
    default void earlierOfTwoShouldBeToldOfTheLaterThatWasFaster() {
        SubmissionId earlier = SubmissionId.generate();
        SubmissionId later = claimed(DIGEST);
        CompletableFuture<ClaimResult> waiting =
                newNode().claim(KEY, earlier, DIGEST).toFuture();
        accept(later);

        assertThat(waiting.join()).isEqualTo(new ClaimResult.Duplicate(later));
    }

    @Test
    default void earlierOfTwoShouldNotWaitForEver() {
        SubmissionId earlier = SubmissionId.generate();
        claimed(DIGEST);

        assertThat(claim(earlier, DIGEST)).isEqualTo(UNDER_WAY);
    }

    @Test
    default void clientThatRepeatsItselfShouldNotFillTheStore() {
        accepted(DIGEST);
        KeyedSubmissions node = newNode();
        for (int i = 0; i < 5; i++) {
            node.claim(KEY, SubmissionId.generate(), DIGEST).block();
        }

        assertThat(store().claims(KEY).block()).hasSize(2);
    }

    @Test
    default void whatIsUnderWayOnANodeShouldNotTroubleTheStore() {
        KeyedSubmissions node = newNode();
        node.claim(KEY, SubmissionId.generate(), DIGEST).block();

        assertThat(node.claim(KEY, SubmissionId.generate(), DIGEST).block()).isEqualTo(UNDER_WAY);
        assertThat(store().claims(KEY).block()).hasSize(1);
    }
}
