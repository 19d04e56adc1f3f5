package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which message has a key.
 *
 * @param digest of the message: {@link SubmissionDigest}
 * @param heldUntil when another message may take the key if this one has not been accepted by then; past when it was
 *     refused
 * @param acceptedAt empty while it is under way, and for good when it never was accepted
 */
public record KeyClaim(SubmissionId submission, String digest, Instant heldUntil, Optional<Instant> acceptedAt) {
    /** How long a key stands for the message that was accepted with it. */
    public static final Duration WINDOW = Duration.ofHours(24);

    /** How long a message under way keeps its key when nobody says what became of it: longer than its hooks may take. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    static KeyClaim begin(SubmissionId submission, String digest, Instant now) {
        return new KeyClaim(submission, digest, now.plus(LEASE), Optional.empty());
    }

    boolean isFree(Instant now) {
        return !now.isBefore(acceptedAt.map(accepted -> accepted.plus(WINDOW)).orElse(heldUntil));
    }
}
