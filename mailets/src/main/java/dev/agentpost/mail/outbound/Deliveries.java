package dev.agentpost.mail.outbound;

import dev.agentpost.mail.organization.OrganizationId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the operator sees of messages on their way out, and does with them. Safe for use by many threads. */
public final class Deliveries {
    private final OutboxStore store;
    private final Consumer<DueDelivery> wakeUp;
    private final Clock clock;

    /** @param wakeUp hears of what is to be tried at once */
    public Deliveries(OutboxStore store, Consumer<DueDelivery> wakeUp, Clock clock) {
        this.store = store;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    /**
     * A message with all its recipients.
     *
     * @param entries in which the store has them, at least one
     */
    public record Sent(List<OutgoingState> entries) {
        public Sent {
            entries = List.copyOf(entries);
        }

        public OutgoingMessage message() {
            return entries.get(0).message();
        }

        public boolean has(DeliveryStatus status) {
            return entries.stream()
                    .flatMap(entry -> entry.recipients().stream())
                    .anyMatch(recipient -> recipient.status() == status);
        }
    }

    /**
     * What came of a wish.
     *
     * @param some whether anything was changed
     * @param all false when some recipients are being tried at this moment, and so stay
     */
    public record Change(boolean some, boolean all) {
        /** Nothing was to be changed. */
        public static final Change NONE = new Change(false, true);

        private static Change of(Sent sent, List<DueDelivery> changed) {
            return new Change(
                    !changed.isEmpty(), changed.size() == pending(sent).size());
        }
    }

    /** Newest first. */
    public Flux<Sent> list(OrganizationId organization, Optional<String> after) {
        return store.list(organization, after).concatMap(id -> find(organization, id));
    }

    /** Empty when the organization has no such message. */
    public Mono<Sent> find(OrganizationId organization, String messageId) {
        return store.entries(messageId)
                .filter(entry -> entry.message().organization().equals(Optional.of(organization)))
                .collectList()
                .filter(entries -> !entries.isEmpty())
                .map(Sent::new);
    }

    /** Has the pending recipients tried at once. */
    public Mono<Change> retry(Sent sent) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return change(sent, Optional.of(now), List.of()).map(changed -> {
            changed.forEach(due -> wakeUp.accept(new DueDelivery(now, due.messageId(), due.destination())));
            return Change.of(sent, changed);
        });
    }

    /** Takes the pending recipients out. */
    public Mono<Change> cancel(Sent sent) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<RecipientState> cancelled = sent.entries().stream()
                .flatMap(entry -> entry.recipients().stream())
                .filter(recipient -> recipient.status().isPending())
                .map(recipient ->
                        recipient.with(DeliveryStatus.CANCELLED, "cancelled by the operator", recipient.host(), now))
                .toList();
        return change(sent, Optional.empty(), cancelled).map(changed -> Change.of(sent, changed));
    }

    private static List<DueDelivery> pending(Sent sent) {
        return sent.entries().stream()
                .flatMap(entry -> entry.destinations().stream().flatMap(destination -> destination.nextTry().stream()
                        .map(due -> new DueDelivery(due, entry.message().id(), destination.destination()))))
                .toList();
    }

    /** @return what could be changed */
    private Mono<List<DueDelivery>> change(Sent sent, Optional<Instant> next, List<RecipientState> changed) {
        return Flux.fromIterable(pending(sent))
                .concatMap(due -> change(due, next, changed))
                .collectList();
    }

    private Mono<DueDelivery> change(DueDelivery due, Optional<Instant> next, List<RecipientState> changed) {
        UUID token = UUID.randomUUID();
        Instant now = clock.instant();
        return store.claim(due, token, now, now.plus(Leases.LENGTH))
                .ofType(Claim.Granted.class)
                .flatMap(granted -> store.finish(
                        due,
                        token,
                        changed.stream()
                                .filter(recipient -> isOf(granted.state(), due.destination(), recipient))
                                .toList(),
                        granted.state()
                                .destination(due.destination())
                                .orElseThrow()
                                .attempts(),
                        next))
                .filter(done -> done)
                .map(done -> due);
    }

    private static boolean isOf(OutgoingState state, String destination, RecipientState recipient) {
        return state.pending(destination).stream()
                .anyMatch(pending -> pending.recipient().equals(recipient.recipient()));
    }
}
