package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Who has which key. Each call is one step that no other call interrupts, on whatever node. Errors mean that the store
 * did not answer, and then whether the step was made is not known; it may be made again.
 */
public interface IdempotencyStore {
    /** For how long claims are known at least: as long as a mail may lie in the queue of a server that is down. */
    Duration RETENTION = Duration.ofDays(8);

    /** Takes a key that nobody has. @return the claim that stands afterwards: {@code wanted}, or who was first */
    Mono<KeyClaim> claim(InboxKey key, KeyClaim wanted);

    /**
     * Takes a key, when {@code before} still stands.
     *
     * @return the claim that stands afterwards; empty when the key is nobody's by now
     */
    Mono<KeyClaim> replace(InboxKey key, KeyClaim before, KeyClaim wanted);

    /**
     * Notes that the message was accepted, when it has the key.
     *
     * @return who has the key afterwards; empty when nobody has
     */
    Mono<SubmissionId> accept(InboxKey key, SubmissionId submission, Instant at);

    /** Lets others have the key at once, when the message has it. It stays known who had it last. */
    Mono<Void> release(InboxKey key, SubmissionId submission);
}
