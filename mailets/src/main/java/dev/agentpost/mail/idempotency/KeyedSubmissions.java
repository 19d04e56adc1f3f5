package dev.agentpost.mail.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Lets one message through for each key. Safe for use by many threads and nodes.
 *
 * <p>A message claims its key, goes into the queue, and is then accepted: the claim turns into the record that later tries
 * are answered from. Claiming, taking over and accepting are conditional writes of one row, so of two messages with one
 * key at most one is ever accepted. What is accepted is asked twice: before the client hears {@code 250}, and before
 * anything is delivered of the mail. So wherever a server is killed:
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
 *
 * <p>When servers' clocks disagree, a claim is taken over sooner or later than meant, which changes who is accepted and
 * nothing else; the day that a key stands for its message is as long as they disagree shorter.
 */
public final class KeyedSubmissions {
    private static final int REMEMBERED = 10_000;

    private final IdempotencyStore store;
    private final Clock clock;

    /**
     * The session and the queue ask at about the same time: one conditional write answers both. The answer is final;
     * failures are not kept.
     */
    private final Cache<SubmissionId, Mono<Boolean>> accepted = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    @Inject
    public KeyedSubmissions(IdempotencyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * @param digest {@link SubmissionDigest}
     * @return never empty; an error means that the store did not answer
     */
    public Mono<ClaimResult> claim(InboxKey key, SubmissionId submission, String digest) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            KeyClaim wanted = KeyClaim.begin(submission, digest, now);
            return store.claim(key, wanted)
                    .flatMap(standing -> mayTakeOver(standing, wanted, now)
                            ? store.replace(key, standing, wanted)
                            : Mono.just(standing))
                    .map(standing -> decide(standing, wanted, now))
                    .defaultIfEmpty(new ClaimResult.UnderWay());
        });
    }

    private static boolean mayTakeOver(KeyClaim standing, KeyClaim wanted, Instant now) {
        return !standing.submission().equals(wanted.submission()) && standing.isFree(now);
    }

    private static ClaimResult decide(KeyClaim standing, KeyClaim wanted, Instant now) {
        if (standing.submission().equals(wanted.submission())) {
            return new ClaimResult.Claimed();
        }
        // A claim that is free has just been given back by one who was faster.
        if (standing.acceptedAt().isEmpty() || standing.isFree(now)) {
            return new ClaimResult.UnderWay();
        }
        return standing.digest().equals(wanted.digest())
                ? new ClaimResult.Duplicate(standing.submission())
                : new ClaimResult.Reused();
    }

    /**
     * To be called when the queue has the message, and again before it is delivered.
     *
     * @return false when another message has taken the key: then this one must not be delivered. Never empty; an error
     *     means that the store did not answer
     */
    public Mono<Boolean> accept(InboxKey key, SubmissionId submission) {
        return Mono.defer(() -> accepted.get(submission, id -> decideOnce(key, id)));
    }

    private Mono<Boolean> decideOnce(InboxKey key, SubmissionId submission) {
        return store.accept(key, submission, clock.instant())
                .map(holder -> holder.equals(submission) || hadItsTime(submission, holder))
                .defaultIfEmpty(true)
                .cacheInvalidateIf(answer -> false);
    }

    /** A message that was accepted may lie in the queue until its key stands for another: which it lost, but not its way. */
    private static boolean hadItsTime(SubmissionId submission, SubmissionId holder) {
        return !holder.time().isBefore(submission.time().plus(KeyClaim.WINDOW));
    }

    /** To be called when a message that has claimed its key is refused. */
    public Mono<Void> release(InboxKey key, SubmissionId submission) {
        return store.release(key, submission);
    }
}
