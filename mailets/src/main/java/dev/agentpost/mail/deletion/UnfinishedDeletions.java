package dev.agentpost.mail.deletion;

import dev.agentpost.mail.deletion.DeletionStore.Noted;
import dev.agentpost.mail.deletion.DeletionStore.Taking;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has what was begun to be deleted deleted to its end. A deletion is noted before its first step and forgotten after the
 * last, and one node at a time works on it; what a node that died, or a store that failed, leaves half-way is taken up by
 * whichever node looks next. Safe for use by many threads and nodes.
 */
public final class UnfinishedDeletions {
    /** Sessions and answers that are remembered may use what is deleted for 2 s; and clocks of nodes may differ. */
    public static final Duration SETTLING = Duration.ofSeconds(5);

    /** So long after a node died its deletions are taken up. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** One of much mail must not hold up the others. */
    private static final int AT_ONCE = 8;

    private static final Duration RENEWAL = LEASE.dividedBy(3);
    private static final Logger LOGGER = LoggerFactory.getLogger(UnfinishedDeletions.class);

    private final DeletionStore store;
    private final Clock clock;

    @Inject
    public UnfinishedDeletions(DeletionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Another is at it; it will come to its end. */
    public static final class UnderWayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnderWayException(Deletion deletion) {
            super("another request or server is deleting " + deletion + " at this moment");
        }
    }

    /** What is done in one step, now or when it is taken up. */
    public <T> Mono<T> once(Deletion deletion, Supplier<Mono<T>> work) {
        return take(deletion)
                .flatMap(taken -> taken.during(work.get())
                        .flatMap(result -> taken.forget().thenReturn(result)))
                .switchIfEmpty(Mono.error(() -> new UnderWayException(deletion)));
    }

    /**
     * Deletes everything, and again after {@link #SETTLING} what has come in between; the second time may be another's.
     *
     * @param everything may be repeated
     * @param end after the second time
     */
    public Mono<Void> twice(Deletion deletion, Supplier<Mono<Void>> everything, Supplier<Mono<Void>> end) {
        return take(deletion)
                .flatMap(taken -> taken.isReady()
                        ? taken.during(everything.get().then(Mono.defer(end))).then(Mono.defer(taken::forget))
                        : taken.during(everything.get()).then(Mono.defer(taken::settle)));
    }

    /** Calls {@code work} for each that nobody is at; failures are logged, and tried again at the next call. */
    public Mono<Void> resume(Function<Deletion, Mono<Void>> work) {
        return store.list()
                .filter(noted -> !clock.instant().isBefore(noted.heldUntil()))
                .map(Noted::deletion)
                .flatMap(
                        deletion -> Mono.defer(() -> work.apply(deletion))
                                .onErrorResume(UnderWayException.class, taken -> Mono.empty())
                                .onErrorResume(failure -> {
                                    LOGGER.warn(
                                            "deletion of {} failed, will try again: {}", deletion, failure.toString());
                                    return Mono.empty();
                                }),
                        AT_ONCE)
                .then();
    }

    /** Empty when it has only to settle; an error when another is at it. */
    private Mono<TakenDeletion> take(Deletion deletion) {
        UUID holder = UUID.randomUUID();
        return Mono.defer(() -> store.take(deletion, holder, clock.instant(), leaseEnd()))
                .flatMap(taking -> {
                    if (taking instanceof Taking.Taken taken) {
                        return Mono.just(new TakenDeletion(
                                deletion, holder, taken.noted().readyAt()));
                    }
                    return ((Taking.Held) taking).noted().readyAt().isPresent()
                            ? Mono.empty()
                            : Mono.error(new UnderWayException(deletion));
                });
    }

    private Instant leaseEnd() {
        return clock.instant().plus(LEASE);
    }

    private final class TakenDeletion {
        private final Deletion deletion;
        private final UUID holder;
        private final Optional<Instant> readyAt;

        TakenDeletion(Deletion deletion, UUID holder, Optional<Instant> readyAt) {
            this.deletion = deletion;
            this.holder = holder;
            this.readyAt = readyAt;
        }

        boolean isReady() {
            return readyAt.filter(ready -> !clock.instant().isBefore(ready)).isPresent();
        }

        /** Keeps others off while it lasts; whoever repeats it after a failure need not wait. */
        <T> Mono<T> during(Mono<T> work) {
            return Mono.using(this::keep, lease -> work, Disposable::dispose)
                    .onErrorResume(failure -> store.release(deletion, holder, clock.instant(), readyAt)
                            .onErrorComplete()
                            .then(Mono.error(failure)));
        }

        private Disposable keep() {
            return Flux.interval(RENEWAL)
                    .concatMap(tick -> store.renew(deletion, holder, leaseEnd()).onErrorComplete())
                    .subscribe();
        }

        Mono<Void> settle() {
            Instant ready = clock.instant().plus(SETTLING);
            return store.release(deletion, holder, ready, Optional.of(ready));
        }

        Mono<Void> forget() {
            return store.remove(deletion, holder);
        }
    }
}
