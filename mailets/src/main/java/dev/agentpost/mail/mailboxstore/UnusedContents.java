package dev.agentpost.mail.mailboxstore;

import java.time.LocalDate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The scavenger's side of a {@link ContentStore}. Days are those of UTC. */
public interface UnusedContents {
    /** Into how many slices all contents fall. */
    int SLICES = 1024;

    /** Contents that were released on the same day, or some of them. */
    record Lot(LocalDate day, int number) {}

    /** In no order. */
    Flux<Lot> lots();

    Flux<ContentId> released(Lot lot);

    /** For a lot that was gone through. */
    Mono<Void> forget(Lot lot);

    /** Whether the content was released on that day or later. */
    Mono<Boolean> wasReleased(ContentId id, LocalDate since);

    /**
     * Contents of which anything is stored, complete or not.
     *
     * @param slice from 0 to {@link #SLICES} - 1
     */
    Flux<ContentId> slice(int slice);

    /**
     * Removes a content with its places, at once.
     *
     * @return its octets; 0 for an incomplete one, or when it was gone
     */
    Mono<Long> remove(ContentId id);
}
