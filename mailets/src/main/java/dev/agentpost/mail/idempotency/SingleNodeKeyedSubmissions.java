package dev.agentpost.mail.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * For a server whose store is its own: what is under way is under way here, and need not be written down. Safe for use by
 * many threads; costs one write for each message, and a read when the key may be known ({@link KnownKeys}).
 *
 * <p>Whoever wants a key, be it a session with a message or the queue with a mail that nobody has accepted yet, holds it
 * alone until the store has said or heard what becomes of it. A key is written down when its message is accepted, before
 * the client hears {@code 250}: what is not written down was not acknowledged. So wherever the server is killed:
 *
 * <ul>
 *   <li>before the queue has the mail: nothing is there, and the key is free.
 *   <li>after the queue has the mail, before it was accepted: nothing was said. When the queue offers the mail, either no
 *       other message was accepted with the key since this one came: then it is accepted now and delivered. Or one was:
 *       then it is dropped.
 *   <li>after it was accepted: later tries are told its id, and the queue's mail is delivered.
 * </ul>
 *
 * A write that fails may have been made, or be made yet: the key is held for another {@link KeyClaim#LEASE}, longer than a
 * write lasts, and who comes then reads.
 */
public final class SingleNodeKeyedSubmissions implements KeyedSubmissions {
    private static final int WAITS = 20;
    private static final Duration BETWEEN_WAITS = Duration.ofMillis(100);

    /** @param until when another may take the key; {@link Instant#MAX} while the store is at work */
    private record Hold(SubmissionId submission, Instant until) {
        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        boolean isOf(SubmissionId other) {
            return submission.equals(other);
        }
    }

    private final IdempotencyStore store;
    private final KnownKeys known;
    private final Clock clock;

    /** Not bounded by size, since nothing else keeps two messages apart: a session has one message at a time. */
    private final Cache<InboxKey, Hold> holds;

    private final KnownDecisions decisions = new KnownDecisions();

    @Inject
    public SingleNodeKeyedSubmissions(IdempotencyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        known = new KnownKeys(store::keys, clock);
        holds = Caffeine.newBuilder()
                .expireAfterWrite(KeyClaim.LEASE.multipliedBy(20))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public Mono<ClaimResult> claim(InboxKey key, SubmissionId submission, String digest) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return decisions
                    .answerTo(key, submission, digest, now)
                    .map(Mono::just)
                    .orElseGet(() -> claim(key, submission, digest, now));
        });
    }

    private Mono<ClaimResult> claim(InboxKey key, SubmissionId submission, String digest, Instant now) {
        if (!take(key, new Hold(submission, now.plus(KeyClaim.LEASE)), now)) {
            return Mono.just(new ClaimResult.UnderWay());
        }
        return known.mayContain(key) ? read(key, submission, digest) : Mono.just(new ClaimResult.Claimed());
    }

    private boolean take(InboxKey key, Hold wanted, Instant now) {
        return wanted.equals(holds.asMap()
                .compute(
                        key,
                        (same, other) -> other == null || other.isOver(now) || other.isOf(wanted.submission())
                                ? wanted
                                : other));
    }

    private void end(InboxKey key, SubmissionId submission) {
        holds.asMap().computeIfPresent(key, (same, hold) -> hold.isOf(submission) ? null : hold);
    }

    private Mono<ClaimResult> read(InboxKey key, SubmissionId submission, String digest) {
        return store.claims(key)
                .map(claims -> {
                    Instant now = clock.instant();
                    Optional<KeyClaim> stands = claims.stream()
                            .filter(claim -> claim.isStanding(now))
                            .findFirst();
                    stands.ifPresent(claim -> decisions.stands(key, claim));
                    return stands.map(claim -> claim.answerTo(submission, digest))
                            .orElse(new ClaimResult.Claimed());
                })
                .doOnNext(result -> {
                    if (!(result instanceof ClaimResult.Claimed)) {
                        end(key, submission);
                    }
                })
                .doOnError(failure -> end(key, submission));
    }

    @Override
    public Mono<Boolean> accept(InboxKey key, SubmissionId submission, String digest) {
        return decisions.accepted(submission, () -> decideWhoeverListens(key, submission, digest));
    }

    private Mono<Boolean> decideWhoeverListens(InboxKey key, SubmissionId submission, String digest) {
        // Who asks may give up before the store answers, which must not leave its answer unheard: hence the "true".
        return LogContext.followed(
                Mono.fromFuture(() -> decide(key, submission, digest).toFuture(), true));
    }

    private Mono<Boolean> decide(InboxKey key, SubmissionId submission, String digest) {
        return Mono.defer(() ->
                isWritable(key, submission) ? write(key, submission, digest) : decideLate(key, submission, digest, 0));
    }

    /** From here on nobody takes the key from the message, however long the write lasts. */
    private boolean isWritable(InboxKey key, SubmissionId submission) {
        Hold hold = holds.asMap()
                .computeIfPresent(
                        key, (same, held) -> held.isOf(submission) ? new Hold(submission, Instant.MAX) : held);
        return hold != null && hold.isOf(submission);
    }

    private Mono<Boolean> write(InboxKey key, SubmissionId submission, String digest) {
        KeyClaim claim = KeyClaim.accepted(submission, digest, clock.instant());
        return store.claim(key, claim)
                .doOnSuccess(written -> {
                    known.add(key);
                    decisions.stands(key, claim);
                    end(key, submission);
                })
                .doOnError(failure -> {
                    known.doubt();
                    holdOn(key, submission);
                })
                .thenReturn(true);
    }

    private void holdOn(InboxKey key, SubmissionId submission) {
        Instant until = clock.instant().plus(KeyClaim.LEASE);
        holds.asMap().computeIfPresent(key, (same, hold) -> hold.isOf(submission) ? new Hold(submission, until) : hold);
    }

    /**
     * The mail was in the queue when the server was killed, or a session was so slow that another has taken the key. Waits
     * for a moment only: mails that wait would keep those from the queue's threads that they wait for.
     */
    private Mono<Boolean> decideLate(InboxKey key, SubmissionId submission, String digest, int waits) {
        if (!take(key, new Hold(submission, Instant.MAX), clock.instant())) {
            return waits < WAITS
                    ? Mono.delay(BETWEEN_WAITS).then(Mono.defer(() -> decideLate(key, submission, digest, waits + 1)))
                    : Mono.error(new TimeoutException("another message with this Idempotency-Key is under way"));
        }
        return store.claims(key)
                .doOnError(failure -> end(key, submission))
                .flatMap(claims -> decide(key, submission, digest, claims));
    }

    private Mono<Boolean> decide(InboxKey key, SubmissionId submission, String digest, List<KeyClaim> claims) {
        Optional<KeyClaim> own = claims.stream()
                .filter(claim -> claim.submission().equals(submission))
                .findFirst();
        if (own.filter(KeyClaim::isDecided).isPresent()) {
            end(key, submission);
            return Mono.just(own.get().isAccepted());
        }
        if (claims.stream().anyMatch(claim -> claim.hasTheKeyOf(submission))) {
            end(key, submission);
            return Mono.just(false);
        }
        return write(key, submission, digest);
    }

    /** Nothing was written down. */
    @Override
    public Mono<Void> release(InboxKey key, SubmissionId submission) {
        return Mono.fromRunnable(() -> end(key, submission));
    }
}
