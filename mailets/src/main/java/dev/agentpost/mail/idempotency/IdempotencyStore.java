package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who wants which key. What was written is seen by each read that begins afterwards, on whatever node. Errors mean that
 * the store did not answer, and then whether the step was made is not known; it may be made again.
 */
public interface IdempotencyStore {
    /** For how long claims are known at least: as long as a mail may lie in the queue of a server that is down. */
    Duration RETENTION = Duration.ofDays(8);

    /** Writes the claim down, with its acceptance if it has one. */
    Mono<Void> claim(InboxKey key, KeyClaim claim);

    /** Each key that has a claim, in no order. */
    Flux<InboxKey> keys();

    /** All claims on the key, in no order. */
    Mono<List<KeyClaim>> claims(InboxKey key);

    /** Notes that the message was accepted; for as long as nobody may take the key from it. */
    Mono<Void> accept(InboxKey key, SubmissionId submission, Instant at);

    /**
     * Accepts a message whose key may be taken by now, unless it was.
     *
     * @return its fate from now on; empty when its claim is not known
     */
    Mono<KeyClaim.Fate> acceptLate(InboxKey key, SubmissionId submission, Instant at);

    /** Takes the key from a message, unless it was accepted. @return whether the key was taken from it */
    Mono<Boolean> overtake(InboxKey key, SubmissionId abandoned);

    /** Gives a claim up. */
    Mono<Void> withdraw(InboxKey key, SubmissionId submission);
}
