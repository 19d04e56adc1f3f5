package dev.agentpost.mail.idempotency;

import dev.agentpost.mail.submission.SubmissionId;
import reactor.core.publisher.Mono;

/**
 * Lets one message through for each key, wherever a server is killed. Errors mean that the store did not answer, and then
 * whether the step was made is not known; it may be made again.
 */
public interface KeyedSubmissions {
    /**
     * @param digest {@link SubmissionDigest}
     * @return never empty
     */
    Mono<ClaimResult> claim(InboxKey key, SubmissionId submission, String digest);

    /**
     * To be called when the queue has the message, before the client hears {@code 250}, and again before it is delivered.
     *
     * @return false when another message has taken the key: then this one must not be delivered. Never empty
     */
    Mono<Boolean> accept(InboxKey key, SubmissionId submission, String digest);

    /** To be called when a message that has claimed its key is refused. */
    Mono<Void> release(InboxKey key, SubmissionId submission);
}
