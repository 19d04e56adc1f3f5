package dev.agentpost.mail.idempotency.memory;

import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Claims in memory, for tests. Safe for use by many threads. */
public final class MemoryIdempotencyStore implements IdempotencyStore {
    private final Map<InboxKey, KeyClaim> claims = new ConcurrentHashMap<>();

    @Override
    public Mono<KeyClaim> claim(InboxKey key, KeyClaim wanted) {
        return Mono.fromSupplier(() -> claims.computeIfAbsent(key, free -> wanted));
    }

    @Override
    public Mono<KeyClaim> replace(InboxKey key, KeyClaim before, KeyClaim wanted) {
        return update(key, standing -> standing.equals(before) ? wanted : standing);
    }

    @Override
    public Mono<SubmissionId> accept(InboxKey key, SubmissionId submission, Instant at) {
        return update(
                        key,
                        standing -> standing.submission().equals(submission)
                                ? new KeyClaim(submission, standing.digest(), standing.heldUntil(), Optional.of(at))
                                : standing)
                .map(KeyClaim::submission);
    }

    @Override
    public Mono<Void> release(InboxKey key, SubmissionId submission) {
        return update(
                        key,
                        standing -> standing.submission().equals(submission)
                                ? new KeyClaim(submission, standing.digest(), Instant.EPOCH, standing.acceptedAt())
                                : standing)
                .then();
    }

    private Mono<KeyClaim> update(InboxKey key, UnaryOperator<KeyClaim> change) {
        return Mono.fromSupplier(() -> claims.computeIfPresent(key, (same, standing) -> change.apply(standing)));
    }
}
