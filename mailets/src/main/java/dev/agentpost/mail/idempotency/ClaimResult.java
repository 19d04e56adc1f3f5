package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;

/** Whether a message with a key goes on. */
public sealed interface ClaimResult {
    /** It does; what becomes of it must be told. */
    record Claimed() implements ClaimResult {}

    /** It was accepted before, as {@code first}. */
    record Duplicate(SubmissionId first) implements ClaimResult {}

    /** Another message was accepted with this key. */
    record Reused() implements ClaimResult {}

    /** A message with this key is being decided on just now. */
    record UnderWay() implements ClaimResult {}
}
