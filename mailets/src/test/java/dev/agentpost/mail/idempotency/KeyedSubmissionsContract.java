package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What holds for messages with keys on every store, and wherever a server is killed. */
public interface KeyedSubmissionsContract {
    InboxKey KEY = new InboxKey(InboxId.generate(), new IdempotencyKey("order 66"));
    String DIGEST = "d1";
    String OTHER_DIGEST = "d2";
    AtomicLong MESSAGES = new AtomicLong();

    ClaimResult CLAIMED = new ClaimResult.Claimed();
    ClaimResult UNDER_WAY = new ClaimResult.UnderWay();
    ClaimResult REUSED = new ClaimResult.Reused();

    /** Empty at the start of each test; the same one during it. */
    IdempotencyStore store();

    /** The same one during a test. */
    TestClock clock();

    /** Whom the next message comes to. */
    KeyedSubmissions node();

    /** A message that comes now: later ones have later ids. */
    default SubmissionId next() {
        long time = Ulid.min(clock().millis()).getMostSignificantBits();
        return new SubmissionId(new Ulid(time, MESSAGES.incrementAndGet()).toString());
    }

    default ClaimResult claim(SubmissionId submission, String digest) {
        return node().claim(KEY, submission, digest).block();
    }

    default boolean accept(SubmissionId submission) {
        return accept(submission, DIGEST);
    }

    default boolean accept(SubmissionId submission, String digest) {
        return node().accept(KEY, submission, digest).block();
    }

    default SubmissionId accepted(String digest) {
        SubmissionId submission = claimed(digest);
        assertThat(accept(submission, digest)).isTrue();
        return submission;
    }

    default SubmissionId claimed(String digest) {
        SubmissionId submission = next();
        assertThat(claim(submission, digest)).isEqualTo(CLAIMED);
        return submission;
    }

    default ClaimResult tryAgain(String digest) {
        return claim(next(), digest);
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

        assertThat(node().claim(otherKey, next(), DIGEST).block()).isEqualTo(CLAIMED);
        assertThat(node().claim(otherInbox, next(), DIGEST).block()).isEqualTo(CLAIMED);
    }

    @Test
    default void refusedMessageShouldNotUseItsKeyUp() {
        SubmissionId refused = claimed(DIGEST);
        node().release(KEY, refused).block();

        assertThat(tryAgain(OTHER_DIGEST)).isEqualTo(CLAIMED);
    }

    @Test
    default void releaseShouldNotFreeTheKeyOfAnother() {
        SubmissionId first = accepted(DIGEST);
        node().release(KEY, next()).block();

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
                .flatMap(i -> node().claim(KEY, next(), DIGEST).subscribeOn(Schedulers.boundedElastic()), 20)
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
                .flatMap(i -> node().claim(KEY, next(), DIGEST).subscribeOn(Schedulers.boundedElastic()), 20)
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

    /** The queue offers a mail again that it was killed with. */
    @Test
    default void acceptShouldBeRepeatable() {
        SubmissionId first = accepted(DIGEST);

        assertThat(accept(first)).isTrue();
    }

    @Test
    default void mailThatNobodyKnowsShouldBeDelivered() {
        assertThat(accept(next())).isTrue();
    }

    /** It was accepted; it lay in the queue of a server that was down for more than a day. */
    @Test
    default void acceptedMailShouldBeDeliveredThoughItsKeyStandsForAnother() {
        SubmissionId first = accepted(DIGEST);
        clock().advance(KeyClaim.WINDOW);
        accepted(OTHER_DIGEST);

        assertThat(accept(first)).isTrue();
    }
}
