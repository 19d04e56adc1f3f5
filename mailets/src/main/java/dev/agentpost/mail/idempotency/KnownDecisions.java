package dev.agentpost.mail.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What this process has heard of the store, and need not ask again. Bounded; safe for use by many threads. */
final class KnownDecisions {
    private static final int REMEMBERED = 10_000;

    /** So that a client that repeats itself does not fill the store. */
    private final Cache<InboxKey, KeyClaim> standing =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private final Cache<SubmissionId, Mono<Boolean>> accepted = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    void stands(InboxKey key, KeyClaim claim) {
        standing.put(key, claim);
    }

    /** What another message is told that has the key of one that was accepted. */
    Optional<ClaimResult> answerTo(InboxKey key, SubmissionId submission, String digest, Instant now) {
        return Optional.ofNullable(standing.getIfPresent(key))
                .filter(claim -> claim.isStanding(now))
                .map(claim -> claim.answerTo(submission, digest));
    }

    /**
     * Whether a message is accepted: session and queue ask at about the same time, and one decision serves both.
     *
     * @param decision once it has answered, its answer is final; a failure is not kept
     */
    Mono<Boolean> accepted(SubmissionId submission, Supplier<Mono<Boolean>> decision) {
        return Mono.defer(() -> accepted.get(submission, id -> decision.get().cacheInvalidateIf(answer -> false)));
    }
}
