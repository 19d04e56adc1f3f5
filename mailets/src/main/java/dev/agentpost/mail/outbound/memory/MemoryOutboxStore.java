package dev.agentpost.mail.outbound.memory;

import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.Claim;
import dev.agentpost.mail.outbound.DestinationState;
import dev.agentpost.mail.outbound.DueDelivery;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lost with the process. Safe for use by many threads. */
public final class MemoryOutboxStore implements OutboxStore {
    private final Map<UUID, Map<Integer, byte[]>> parts = new LinkedHashMap<>();
    private final TreeMap<String, Entry> messages = new TreeMap<>();
    private final NavigableSet<DueDelivery> due = new TreeSet<>(Comparator.comparing(DueDelivery::dueAt)
            .thenComparing(DueDelivery::messageId)
            .thenComparing(DueDelivery::destination));
    private Optional<Long> firstSlot = Optional.empty();

    private static final class Entry {
        private final OutgoingMessage message;
        private final Map<String, RecipientState> recipients = new LinkedHashMap<>();
        private final Map<String, Tries> tries = new LinkedHashMap<>();

        Entry(OutgoingMessage message) {
            this.message = message;
        }

        OutgoingState state() {
            return new OutgoingState(
                    message,
                    tries.entrySet().stream()
                            .map(entry -> new DestinationState(
                                    entry.getKey(), entry.getValue().dueAt, entry.getValue().attempts))
                            .toList(),
                    List.copyOf(recipients.values()));
        }
    }

    private static final class Tries {
        private Optional<Instant> dueAt;
        private int attempts;
        private Optional<UUID> token = Optional.empty();
        private Optional<UUID> lastToken = Optional.empty();
        private Instant until = Instant.EPOCH;

        Tries(Instant dueAt) {
            this.dueAt = Optional.of(dueAt);
        }
    }

    @Override
    public Mono<Void> savePart(UUID contentId, int part, byte[] octets) {
        return Mono.fromRunnable(() -> locked(() ->
                parts.computeIfAbsent(contentId, any -> new LinkedHashMap<>()).put(part, octets.clone())));
    }

    @Override
    public Mono<byte[]> part(UUID contentId, int part) {
        return Mono.fromCallable(
                () -> locked(() -> parts.getOrDefault(contentId, Map.of()).get(part)));
    }

    @Override
    public Mono<Void> removeParts(UUID contentId, int count) {
        return Mono.fromRunnable(() -> locked(() -> parts.remove(contentId)));
    }

    @Override
    public Mono<Boolean> add(OutgoingMessage message, List<RecipientState> recipients, Instant dueAt) {
        return Mono.fromCallable(() -> locked(() -> {
            if (messages.containsKey(message.id())) {
                return false;
            }
            Entry entry = new Entry(message);
            recipients.forEach(recipient -> {
                entry.recipients.put(recipient.recipient(), recipient);
                entry.tries.put(recipient.destination(), new Tries(dueAt));
                due.add(new DueDelivery(dueAt, message.id(), recipient.destination()));
            });
            messages.put(message.id(), entry);
            return true;
        }));
    }

    @Override
    public Mono<OutgoingState> find(String messageId) {
        return Mono.fromCallable(() -> locked(() ->
                Optional.ofNullable(messages.get(messageId)).map(Entry::state).orElse(null)));
    }

    @Override
    public Flux<String> list(OrganizationId organization, Optional<String> after) {
        return Flux.defer(() -> Flux.fromIterable(locked(() -> messages.descendingMap().values().stream()
                .map(entry -> entry.message)
                .filter(message -> message.organization().equals(Optional.of(organization)))
                .map(OutgoingMessage::id)
                .filter(id -> id.indexOf('-') < 0)
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) < 0)
                .toList())));
    }

    @Override
    public Mono<Claim> claim(DueDelivery wanted, UUID token, Instant now, Instant until) {
        return Mono.fromCallable(() -> locked(() -> {
            Optional<Entry> entry = Optional.ofNullable(messages.get(wanted.messageId()));
            Optional<Tries> tries = entry.map(found -> found.tries.get(wanted.destination()));
            if (tries.isEmpty()) {
                return new Claim.Missing();
            }
            if (!tries.get().dueAt.equals(Optional.of(wanted.dueAt()))) {
                return tries.get().token.isPresent() ? new Claim.Held() : new Claim.Gone();
            }
            if (!tries.get().until.isBefore(now)) {
                return new Claim.Held();
            }
            tries.get().token = Optional.of(token);
            tries.get().until = until;
            return new Claim.Granted(entry.get().state());
        }));
    }

    @Override
    public Mono<Boolean> renew(DueDelivery held, UUID token, Instant until) {
        return Mono.fromCallable(() -> locked(() -> {
            Tries tries = messages.get(held.messageId()).tries.get(held.destination());
            if (!tries.token.equals(Optional.of(token))) {
                return false;
            }
            tries.until = until;
            return true;
        }));
    }

    @Override
    public Mono<Boolean> finish(
            DueDelivery held, UUID token, List<RecipientState> changed, int attempts, Optional<Instant> nextTry) {
        return Mono.fromCallable(() -> locked(() -> {
            Entry entry = messages.get(held.messageId());
            Tries tries = entry.tries.get(held.destination());
            if (!tries.token.equals(Optional.of(token))) {
                return tries.lastToken.equals(Optional.of(token));
            }
            tries.token = Optional.empty();
            tries.lastToken = Optional.of(token);
            tries.until = Instant.EPOCH;
            tries.attempts = attempts;
            tries.dueAt = nextTry;
            due.remove(held);
            nextTry.ifPresent(next -> due.add(new DueDelivery(next, held.messageId(), held.destination())));
            changed.forEach(recipient -> entry.recipients.put(recipient.recipient(), recipient));
            return true;
        }));
    }

    @Override
    public Flux<DueDelivery> due(long slot) {
        return Flux.defer(() -> Flux.fromIterable(
                locked(() -> due.stream().filter(entry -> entry.slot() == slot).toList())));
    }

    @Override
    public Mono<Long> countDue(long slot) {
        return due(slot).count();
    }

    @Override
    public Mono<Void> forget(DueDelivery gone) {
        return Mono.fromRunnable(() -> locked(() -> due.remove(gone)));
    }

    @Override
    public Mono<Long> firstSlot() {
        return Mono.defer(() -> Mono.justOrEmpty(locked(() -> firstSlot)));
    }

    @Override
    public Mono<Void> saveFirstSlot(long slot) {
        return Mono.fromRunnable(() -> locked(() -> firstSlot = Optional.of(slot)));
    }

    private synchronized <T> T locked(Supplier<T> action) {
        return action.get();
    }
}
