package dev.agentpost.mail.outbound;

import dev.agentpost.mail.core.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try: claim, carry, write down. Blocks. Safe for use by many threads. */
final class Delivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);
    private static final Pause BETWEEN_TRIES = new Pause(Duration.ofSeconds(1));

    private final OutboxStore store;
    private final OutboxContent contents;
    private final RetrySchedule schedule;
    private final DeliveryListener listener;
    private final DeliveryMetrics metrics;
    private final Leases leases;
    private final Clock clock;

    Delivery(
            OutboxStore store,
            RetrySchedule schedule,
            DeliveryListener listener,
            DeliveryMetrics metrics,
            Leases leases,
            Clock clock) {
        this.store = store;
        this.contents = new OutboxContent(store);
        this.schedule = schedule;
        this.listener = listener;
        this.metrics = metrics;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * @param stopped when true what cannot be written down is given up
     * @return whether the destination could be reached; empty when it was not tried
     */
    Optional<Boolean> attempt(DueDelivery due, Courier courier, BooleanSupplier stopped) {
        Leases.Lease lease = leases.take(due);
        try {
            Claim claim = store.claim(due, lease.token(), clock.instant(), lease.until())
                    .block();
            if (claim instanceof Claim.Granted granted) {
                return Optional.of(carry(due, granted.state(), lease, courier, stopped));
            }
            if (claim instanceof Claim.Gone || (claim instanceof Claim.Missing && isOld(due))) {
                store.forget(due).block();
            }
            return Optional.empty();
        } finally {
            leases.giveBack(lease);
        }
    }

    /** A message is added after what makes it due, and the store may take its time. */
    private boolean isOld(DueDelivery due) {
        return due.dueAt().plus(Duration.ofHours(1)).isBefore(clock.instant());
    }

    private boolean carry(
            DueDelivery due, OutgoingState state, Leases.Lease lease, Courier courier, BooleanSupplier stopped) {
        List<String> recipients = state.pending(due.destination()).stream()
                .map(RecipientState::recipient)
                .toList();
        Courier.Report report = courier.deliver(new Courier.Consignment(
                state.message(),
                due.destination(),
                recipients,
                () -> contents.open(state.message()),
                () -> !stopped.getAsBoolean() && leases.isSafe(lease)));
        int attempts = 1
                + state.destination(due.destination())
                        .map(DestinationState::attempts)
                        .orElse(0);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Instant> next = schedule.next(
                attempts, now, state.message().acceptedAt(), state.message().expiresAt());
        List<RecipientState> changed = changed(state, due.destination(), report.results(), next, now);
        boolean pending =
                changed.stream().anyMatch(recipient -> recipient.status().isPending());
        writeDown(
                () -> settle(due, lease.token(), state, changed, attempts, pending ? next : Optional.empty()),
                due,
                stopped);
        metrics.count(changed);
        changed.forEach(recipient -> log(state.message(), recipient, attempts, next));
        return report.connected();
    }

    private static List<RecipientState> changed(
            OutgoingState state,
            String destination,
            Map<String, RecipientResult> results,
            Optional<Instant> next,
            Instant now) {
        List<RecipientState> changed = new ArrayList<>();
        for (RecipientState before : state.pending(destination)) {
            RecipientResult result = results.get(before.recipient());
            DeliveryStatus status =
                    switch (result.outcome()) {
                        case DELIVERED -> DeliveryStatus.DELIVERED;
                        case FAILED -> DeliveryStatus.BOUNCED;
                        case CANCELLED -> DeliveryStatus.CANCELLED;
                        case DEFERRED -> next.isPresent() ? DeliveryStatus.DEFERRED : DeliveryStatus.BOUNCED;
                    };
            boolean expired = result.outcome() == RecipientResult.Outcome.DEFERRED && next.isEmpty();
            // RFC 3463: X.4.7 delivery time expired
            String reply = expired ? "5.4.7 Not delivered in time; last: " + result.reply() : result.reply();
            changed.add(before.with(status, reply, result.host(), now));
        }
        return changed;
    }

    private void settle(
            DueDelivery due,
            UUID token,
            OutgoingState state,
            List<RecipientState> changed,
            int attempts,
            Optional<Instant> next) {
        List<RecipientState> bounced = changed.stream()
                .filter(recipient -> recipient.status() == DeliveryStatus.BOUNCED)
                .toList();
        if (!bounced.isEmpty()) {
            listener.bounced(state.message(), bounced).block();
        }
        List<RecipientState> delayed = delayed(due, state, changed);
        if (!delayed.isEmpty()) {
            listener.delayed(state.message(), delayed).block();
        }
        if (!Boolean.TRUE.equals(store.finish(due, token, changed, attempts, next.map(this::notPast))
                .block())) {
            LOGGER.error(
                    "message {} to {} was tried by another node at the same time: it may arrive twice",
                    due.messageId(),
                    due.destination());
        }
        if (next.isEmpty()) {
            removeContentWhenDone(state, changed);
        }
    }

    private List<RecipientState> delayed(DueDelivery due, OutgoingState before, List<RecipientState> changed) {
        Instant acceptedAt = before.message().acceptedAt();
        Set<String> overdue = before.pending(due.destination()).stream()
                .filter(recipient -> schedule.isReportDue(acceptedAt, recipient.at(), clock.instant()))
                .map(RecipientState::recipient)
                .collect(Collectors.toSet());
        return changed.stream()
                .filter(recipient ->
                        recipient.status() == DeliveryStatus.DEFERRED && overdue.contains(recipient.recipient()))
                .toList();
    }

    /** Nobody looks for what is due in a time that is long over; the store may have been away since. */
    private Instant notPast(Instant next) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return next.isBefore(now) ? now : next;
    }

    private void removeContentWhenDone(OutgoingState before, List<RecipientState> changed) {
        // others may have ended the other destinations meanwhile
        OutgoingState now = before.destinations().size() == 1
                ? before.with(changed)
                : store.find(before.message().id()).block();
        if (now != null && now.isContentUnneeded()) {
            contents.remove(before.message());
        }
    }

    /** What a server has answered is not forgotten because the store does not answer: it would be sent again. */
    private void writeDown(Runnable write, DueDelivery due, BooleanSupplier stopped) {
        while (true) {
            try {
                write.run();
                return;
            } catch (RuntimeException e) {
                if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOGGER.warn(
                        "what became of message {} at {} cannot be written down yet",
                        due.messageId(),
                        due.destination(),
                        e);
                BETWEEN_TRIES.take();
            }
        }
    }

    private static void log(OutgoingMessage message, RecipientState state, int attempts, Optional<Instant> next) {
        LOGGER.info(
                "message {} organization={} message={} sender={} recipient={} attempts={} host={} next_try={}"
                        + " reply=\"{}\"",
                state.status().value(),
                message.organization().map(Object::toString).orElse("-"),
                message.id(),
                message.sender().isEmpty() ? "<>" : message.sender(),
                state.recipient(),
                attempts,
                state.host().orElse("-"),
                state.status().isPending() ? next.map(Object::toString).orElse("-") : "-",
                state.reply().orElse(""));
    }
}
