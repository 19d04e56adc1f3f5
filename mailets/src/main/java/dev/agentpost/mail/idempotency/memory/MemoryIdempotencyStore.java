package dev.agentpost.mail.idempotency.memory;

import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.idempotency.KeyClaim.Fate;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Claims in memory, for tests. Safe for use by many threads. */
public final class MemoryIdempotencyStore implements IdempotencyStore {
    private record ClaimId(InboxKey key, SubmissionId submission) {}

    private final Map<ClaimId, KeyClaim> claims = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> claim(InboxKey key, KeyClaim claim) {
        return Mono.fromRunnable(() -> claims.put(new ClaimId(key, claim.submission()), claim));
    }

    @Override
    public Flux<InboxKey> keys() {
        return Flux.defer(
                () -> Flux.fromStream(claims.keySet().stream().map(ClaimId::key).distinct()));
    }

    @Override
    public Mono<List<KeyClaim>> claims(InboxKey key) {
        return Mono.fromSupplier(() -> claims.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(key))
                .map(Map.Entry::getValue)
                .toList());
    }

    @Override
    public Mono<Void> accept(InboxKey key, SubmissionId submission, Instant at) {
        return update(key, submission, claim -> accepted(claim, at, claim.fate()))
                .then();
    }

    @Override
    public Mono<Fate> acceptLate(InboxKey key, SubmissionId submission, Instant at) {
        return update(
                        key,
                        submission,
                        claim -> isUndecided(claim) ? accepted(claim, at, Optional.of(Fate.ACCEPTED)) : claim)
                .map(claim -> claim.fate().orElse(Fate.ACCEPTED));
    }

    @Override
    public Mono<Boolean> overtake(InboxKey key, SubmissionId abandoned) {
        return update(key, abandoned, claim -> isUndecided(claim) ? overtaken(claim) : claim)
                .map(claim -> claim.fate().equals(Optional.of(Fate.OVERTAKEN)))
                .defaultIfEmpty(false);
    }

    @Override
    public Mono<Void> withdraw(InboxKey key, SubmissionId submission) {
        return update(
                        key,
                        submission,
                        claim -> new KeyClaim(
                                submission, claim.digest(), KeyClaim.WITHDRAWN, claim.acceptedAt(), claim.fate()))
                .then();
    }

    private static boolean isUndecided(KeyClaim claim) {
        return claim.acceptedAt().isEmpty() && claim.fate().isEmpty();
    }

    private static KeyClaim accepted(KeyClaim claim, Instant at, Optional<Fate> fate) {
        return new KeyClaim(claim.submission(), claim.digest(), claim.heldUntil(), Optional.of(at), fate);
    }

    private static KeyClaim overtaken(KeyClaim claim) {
        return new KeyClaim(
                claim.submission(), claim.digest(), claim.heldUntil(), claim.acceptedAt(), Optional.of(Fate.OVERTAKEN));
    }

    private Mono<KeyClaim> update(InboxKey key, SubmissionId submission, UnaryOperator<KeyClaim> change) {
        return Mono.fromSupplier(
                () -> claims.computeIfPresent(new ClaimId(key, submission), (same, claim) -> change.apply(claim)));
    }
}
