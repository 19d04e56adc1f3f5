package dev.agentpost.mail.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * For servers that share a cluster. Safe for use by many threads and nodes; costs three statements for each message.
 *
 * <p>A message writes down that it claims its key, and then reads who else does: of two, at least one sees the other. Who
 * sees nobody goes on into the queue and is accepted, which makes its claim the record that later tries are answered from.
 * Of those that see each other the earliest goes on, once the others have withdrawn. None of this needs a lightweight
 * transaction, which costs several times as much, because nobody takes a key within {@link KeyClaim#LEASE}, and who wants
 * to be accepted later than that (less {@link KeyClaim#CLOCK_SKEW}, by which servers' clocks may disagree) has to ask:
 * between being accepted late and being overtaken a lightweight transaction decides, once and for good. What is accepted
 * is asked twice: before the client hears {@code 250}, and before anything is delivered of the mail. So wherever a
 * server is killed:
 *
 * <ul>
 *   <li>after the claim, before the queue has the mail: nothing was said and nothing is there. The key is free when the
 *       claim has run out, and the next try is a first one.
 *   <li>after the queue has the mail, before it was accepted: again nothing was said. When the queue offers the mail,
 *       either no other try has taken the key: then the mail is accepted now, delivered, and is what later tries are told
 *       of. Or one has: then the mail is dropped.
 *   <li>after it was accepted: later tries are told its id.
 * </ul>
 *
 * The queue offers a mail again that it was killed with; accepting a mail twice is accepting it once. The same holds when
 * the queue has a mail although it failed to say so, or a thread sleeps longer than its claim lasts.
 */
public final class ClusterKeyedSubmissions implements KeyedSubmissions {
    private static final int REMEMBERED = 10_000;
    private static final int READS_AGAIN = 20;
    private static final Duration BETWEEN_READS = Duration.ofMillis(100);

    private final IdempotencyStore store;
    private final Clock clock;

    /** What is under way here. Who is not in it asks the store. */
    private final Cache<InboxKey, KeyClaim> underWay =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private final KnownDecisions decisions = new KnownDecisions();

    @Inject
    public ClusterKeyedSubmissions(IdempotencyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Mono<ClaimResult> claim(InboxKey key, SubmissionId submission, String digest) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            KeyClaim wanted = KeyClaim.begin(submission, digest, now);
            return decisions
                    .answerTo(key, submission, digest, now)
                    .map(Mono::just)
                    .orElseGet(
                            () -> begin(key, wanted, now) ? claim(key, wanted) : Mono.just(new ClaimResult.UnderWay()));
        });
    }

    /** @return false when another message is under way here */
    private boolean begin(InboxKey key, KeyClaim wanted, Instant now) {
        KeyClaim here =
                underWay.asMap().compute(key, (same, other) -> other != null && other.isUnderWay(now) ? other : wanted);
        return here.submission().equals(wanted.submission());
    }

    private Mono<ClaimResult> claim(InboxKey key, KeyClaim wanted) {
        return store.claim(key, wanted)
                .then(Mono.defer(() -> decide(key, wanted, 0)))
                .doOnNext(result -> {
                    if (!(result instanceof ClaimResult.Claimed)) {
                        end(key, wanted.submission());
                    }
                })
                .doOnError(failure -> end(key, wanted.submission()));
    }

    private void end(InboxKey key, SubmissionId submission) {
        underWay.asMap()
                .computeIfPresent(key, (same, claim) -> claim.submission().equals(submission) ? null : claim);
    }

    private Mono<ClaimResult> decide(InboxKey key, KeyClaim wanted, int readsBefore) {
        return store.claims(key).flatMap(claims -> {
            Instant now = clock.instant();
            List<KeyClaim> others = claims.stream()
                    .filter(claim -> !claim.submission().equals(wanted.submission()))
                    .toList();
            Optional<KeyClaim> stands =
                    others.stream().filter(other -> other.isStanding(now)).findFirst();
            if (stands.isPresent()) {
                decisions.stands(key, stands.get());
                return giveUp(key, wanted, stands.get().answerTo(wanted.submission(), wanted.digest()));
            }
            List<KeyClaim> rivals =
                    others.stream().filter(other -> other.isUnderWay(now)).toList();
            if (!rivals.isEmpty()) {
                return rivals.stream().allMatch(wanted::isBefore) && readsBefore < READS_AGAIN
                        ? Mono.delay(BETWEEN_READS).then(Mono.defer(() -> decide(key, wanted, readsBefore + 1)))
                        : giveUp(key, wanted, new ClaimResult.UnderWay());
            }
            return overtake(key, others, now)
                    .flatMap(all -> all
                            ? Mono.<ClaimResult>just(new ClaimResult.Claimed())
                            : Mono.defer(() -> decide(key, wanted, readsBefore + 1)));
        });
    }

    private Mono<ClaimResult> giveUp(InboxKey key, KeyClaim wanted, ClaimResult result) {
        return store.withdraw(key, wanted.submission()).thenReturn(result);
    }

    /** @return false when one of them has been accepted after all */
    private Mono<Boolean> overtake(InboxKey key, List<KeyClaim> others, Instant now) {
        return Flux.fromIterable(others)
                .filter(other -> other.isAbandoned(now))
                .concatMap(abandoned -> store.overtake(key, abandoned.submission()))
                .all(overtaken -> overtaken);
    }

    @Override
    public Mono<Boolean> accept(InboxKey key, SubmissionId submission, String digest) {
        return decisions.accepted(submission, () -> decide(key, submission));
    }

    private Mono<Boolean> decide(InboxKey key, SubmissionId submission) {
        return Mono.defer(() -> Mono.justOrEmpty(underWay.getIfPresent(key)))
                .filter(claim -> claim.submission().equals(submission))
                .flatMap(claim -> acceptInTime(key, claim))
                .defaultIfEmpty(false)
                .flatMap(inTime -> inTime ? Mono.just(true) : acceptLate(key, submission))
                .doOnNext(decided -> end(key, submission));
    }

    /** @return whether it was written down before anybody could take the key */
    private Mono<Boolean> acceptInTime(InboxKey key, KeyClaim claim) {
        Instant now = clock.instant();
        if (!isInTime(claim, now)) {
            return Mono.just(false);
        }
        return store.accept(key, claim.submission(), now)
                .then(Mono.fromSupplier(() -> isInTime(claim, clock.instant())));
    }

    private static boolean isInTime(KeyClaim claim, Instant now) {
        return now.isBefore(claim.heldUntil().minus(KeyClaim.CLOCK_SKEW));
    }

    private Mono<Boolean> acceptLate(InboxKey key, SubmissionId submission) {
        return store.acceptLate(key, submission, clock.instant())
                .map(KeyClaim.Fate.ACCEPTED::equals)
                .defaultIfEmpty(true);
    }

    @Override
    public Mono<Void> release(InboxKey key, SubmissionId submission) {
        return store.withdraw(key, submission).doFinally(signal -> end(key, submission));
    }
}
