package dev.agentpost.mail.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What holds for messages with keys on every store that servers share, and wherever one of them is killed. */
public interface ClusterKeyedSubmissionsContract extends KeyedSubmissionsContract {
    /** From the claim. */
    Duration IN_TIME = KeyClaim.LEASE.minus(KeyClaim.CLOCK_SKEW);

    /** One that has seen nothing: another server, or one that was started anew. */
    @Override
    default KeyedSubmissions node() {
        return new ClusterKeyedSubmissions(store(), clock());
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
        node().release(KEY, second).block();

        assertThat(accept(first)).isFalse();
        assertThat(tryAgain(DIGEST)).isEqualTo(CLAIMED);
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
        KeyedSubmissions node = node();
        node.accept(KEY, first, DIGEST).block();
        KeyClaim standing = claimOf(first);
        clock().advance(Duration.ofSeconds(10));

        node.accept(KEY, first, DIGEST).block();

        assertThat(claimOf(first)).isEqualTo(standing);
    }

    /** What a lightweight transaction costs is paid only when somebody may have taken the key. */
    @Test
    default void acceptInTimeShouldNotAskForAFate() {
        SubmissionId first = next();
        KeyedSubmissions node = node();
        node.claim(KEY, first, DIGEST).block();
        clock().advance(IN_TIME.minusMillis(1));

        assertThat(node.accept(KEY, first, DIGEST).block()).isTrue();
        assertThat(claimOf(first).fate()).isEmpty();
        assertThat(claimOf(first).acceptedAt()).contains(clock().instant());
    }

    @Test
    default void acceptTooLateShouldAskForAFate() {
        SubmissionId first = next();
        KeyedSubmissions node = node();
        node.claim(KEY, first, DIGEST).block();
        clock().advance(IN_TIME);

        assertThat(node.accept(KEY, first, DIGEST).block()).isTrue();
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
        SubmissionId first = next();
        KeyedSubmissions node = node();
        node.claim(KEY, first, DIGEST).block();
        node.accept(KEY, first, DIGEST).block();

        assertThat(store().overtake(KEY, first).block()).isFalse();
        assertThat(accept(first)).isTrue();
    }

    /** Two that found each other under way: the later one withdraws, which the earlier one waits for. */
    @Test
    default void earlierOfTwoShouldGoOnWhenTheLaterHasWithdrawn() {
        SubmissionId earlier = next();
        SubmissionId later = claimed(DIGEST);
        CompletableFuture<ClaimResult> waiting =
                node().claim(KEY, earlier, DIGEST).toFuture();
        node().release(KEY, later).block();

        assertThat(waiting.join()).isEqualTo(CLAIMED);
    }

    @Test
    default void earlierOfTwoShouldBeToldOfTheLaterThatWasFaster() {
        SubmissionId earlier = next();
        SubmissionId later = claimed(DIGEST);
        CompletableFuture<ClaimResult> waiting =
                node().claim(KEY, earlier, DIGEST).toFuture();
        accept(later);

        assertThat(waiting.join()).isEqualTo(new ClaimResult.Duplicate(later));
    }

    @Test
    default void earlierOfTwoShouldNotWaitForEver() {
        SubmissionId earlier = next();
        claimed(DIGEST);

        assertThat(claim(earlier, DIGEST)).isEqualTo(UNDER_WAY);
    }

    @Test
    default void clientThatRepeatsItselfShouldNotFillTheStore() {
        accepted(DIGEST);
        KeyedSubmissions node = node();
        for (int i = 0; i < 5; i++) {
            node.claim(KEY, next(), DIGEST).block();
        }

        assertThat(store().claims(KEY).block()).hasSize(2);
    }

    @Test
    default void whatIsUnderWayOnANodeShouldNotTroubleTheStore() {
        KeyedSubmissions node = node();
        node.claim(KEY, next(), DIGEST).block();

        assertThat(node.claim(KEY, next(), DIGEST).block()).isEqualTo(UNDER_WAY);
        assertThat(store().claims(KEY).block()).hasSize(1);
    }
}
