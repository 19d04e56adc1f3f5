package dev.agentpost.mail.outbound;

import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Messages on their way out, when they are due, and what became of them. What a returned publisher has completed is
 * durable. Errors mean that the store did not answer, or not in time: then it may have been done.
 */
public interface OutboxStore {
    /** From acceptance on. */
    Duration RETENTION = Duration.ofDays(35);

    int PART_BYTES = 256 * 1024;

    /** @param part from 0 */
    Mono<Void> savePart(UUID contentId, int part, byte[] octets);

    /** Empty when it is gone. */
    Mono<byte[]> part(UUID contentId, int part);

    Mono<Void> removeParts(UUID contentId, int parts);

    /**
     * Adds a message with its recipients, all due at the same time; all of it or nothing.
     *
     * @return false when there is one of this id, which stays as it is
     */
    Mono<Boolean> add(OutgoingMessage message, List<RecipientState> recipients, Instant dueAt);

    Mono<OutgoingState> find(String messageId);

    /** All entries of a message; empty when there is none. */
    default Flux<OutgoingState> entries(String submissionId) {
        return entriesFrom(submissionId, 1);
    }

    private Flux<OutgoingState> entriesFrom(String submissionId, int number) {
        return find(Outbox.entryId(submissionId, number)).flatMapMany(entry -> Flux.just(entry)
                .concatWith(Flux.defer(() -> entriesFrom(submissionId, number + 1))));
    }

    /** Ids of an organization's messages, newest first, without the parts of messages with many recipients. */
    Flux<String> list(OrganizationId organization, Optional<String> after);

    /**
     * Takes a delivery for a time. Of several who claim the same, one gets it.
     *
     * @param token never used before; in {@link #renew} and {@link #finish} it tells this claim from later ones
     */
    Mono<Claim> claim(DueDelivery due, UUID token, Instant now, Instant until);

    /** False when the claim has been lost to another. */
    Mono<Boolean> renew(DueDelivery due, UUID token, Instant until);

    /**
     * Ends a claim with what came of it. May be repeated with the same after an error, but for the time of the next try.
     *
     * @param attempts from now on
     * @param nextTry not in the past; empty: no more of it
     * @return false when the claim had been lost to another, and nothing was changed
     */
    Mono<Boolean> finish(
            DueDelivery due, UUID token, List<RecipientState> changed, int attempts, Optional<Instant> nextTry);

    /** In the order of their times. Some may be {@link Claim.Gone} or {@link Claim.Missing}. */
    Flux<DueDelivery> due(long slot);

    /** How many {@link #due} has. */
    Mono<Long> countDue(long slot);

    /** Only the entry of {@link #due}. */
    Mono<Void> forget(DueDelivery due);

    /** Where to begin: all slots before this one are known to be empty. Empty at first. */
    Mono<Long> firstSlot();

    Mono<Void> saveFirstSlot(long slot);
}
