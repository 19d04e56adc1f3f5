package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One message's claim on a key.
 *
 * @param digest of the message: {@link SubmissionDigest}
 * @param heldUntil when another message may take the key if this one has not been accepted by then; {@link #WITHDRAWN}
 *     when the message was refused
 * @param acceptedAt empty while it is under way, and for good when it never was accepted
 * @param fate empty when nobody had to ask
 */
public record KeyClaim(
        SubmissionId submission, String digest, Instant heldUntil, Optional<Instant> acceptedAt, Optional<Fate> fate) {
    /** What becomes of a message that was not accepted in its time; decided once. */
    public enum Fate {
        ACCEPTED,
        /** Another message has taken the key. */
        OVERTAKEN
    }

    /** How long a key stands for the message that was accepted with it. */
    public static final Duration WINDOW = Duration.ofHours(24);

    /** How long a message under way keeps its key when nobody says what became of it: longer than its hooks may take. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** By how much servers' clocks may disagree. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    public static final Instant WITHDRAWN = Instant.EPOCH;

    static KeyClaim begin(SubmissionId submission, String digest, Instant now) {
        return new KeyClaim(submission, digest, now.plus(LEASE), Optional.empty(), Optional.empty());
    }

    static KeyClaim accepted(SubmissionId submission, String digest, Instant now) {
        return new KeyClaim(submission, digest, now, Optional.of(now), Optional.empty());
    }

    /** What a message hears while the key stands for this one. */
    ClaimResult answerTo(SubmissionId other, String otherDigest) {
        if (submission.equals(other)) {
            return new ClaimResult.Claimed();
        }
        return digest.equals(otherDigest) ? new ClaimResult.Duplicate(submission) : new ClaimResult.Reused();
    }

    boolean isAccepted() {
        return acceptedAt.isPresent() && !fate.equals(Optional.of(Fate.OVERTAKEN));
    }

    /** Whether it is known for good what becomes of the message. */
    boolean isDecided() {
        return acceptedAt.isPresent() || fate.isPresent();
    }

    /**
     * Whether the key stood for this message when the other came, or has been taken by this one since; whatever a clock that
     * was put back says of their order.
     */
    boolean hasTheKeyOf(SubmissionId other) {
        return isAccepted() && acceptedAt.get().plus(WINDOW).isAfter(other.time());
    }

    /** Whether the key stands for this message. */
    boolean isStanding(Instant now) {
        return isAccepted() && now.isBefore(acceptedAt.get().plus(WINDOW));
    }

    private boolean isUndecided() {
        return acceptedAt.isEmpty() && fate.isEmpty() && !heldUntil.equals(WITHDRAWN);
    }

    boolean isUnderWay(Instant now) {
        return isUndecided() && now.isBefore(heldUntil);
    }

    /** Whoever had it has not said what became of the message, which may be in a queue. */
    boolean isAbandoned(Instant now) {
        return isUndecided() && !now.isBefore(heldUntil);
    }

    /** Of two that found each other under way, the earlier one goes on. */
    boolean isBefore(KeyClaim other) {
        return submission.value().compareTo(other.submission.value()) < 0;
    }
}
