package dev.agentpost.mail.deletion;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The deletions that have begun and not ended, which all nodes share. What a returned publisher has completed is durable.
 * Errors mean that the store did not answer, or not in time: then it may have been done.
 */
public interface DeletionStore {

    /**
     * A deletion as it stands.
     *
     * @param heldUntil nobody else takes it before
     * @param readyAt from when on it may be ended; empty while not everything was deleted once
     */
    record Noted(Deletion deletion, Instant heldUntil, Optional<Instant> readyAt) {}

    /** How a wish to work on a deletion ended. */
    sealed interface Taking {
        /** It is the holder's. */
        record Taken(Noted noted) implements Taking {}

        /** Another has it. */
        record Held(Noted noted) implements Taking {}
    }

    /**
     * Notes the deletion unless it is noted, and takes it. Of several who want the same, one gets it.
     *
     * @param holder never used before
     */
    Mono<Taking> take(Deletion deletion, UUID holder, Instant now, Instant until);

    /** Does nothing when another has it by now. */
    Mono<Void> renew(Deletion deletion, UUID holder, Instant until);

    /** Lets others take it from then on. Does nothing when another has it by now. */
    Mono<Void> release(Deletion deletion, UUID holder, Instant from, Optional<Instant> readyAt);

    /** It has ended. Does nothing when another has it by now. */
    Mono<Void> remove(Deletion deletion, UUID holder);

    /** In no order. */
    Flux<Noted> list();
}
