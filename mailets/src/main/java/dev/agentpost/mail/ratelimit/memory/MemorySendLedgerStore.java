package dev.agentpost.mail.ratelimit.memory;

import dev.agentpost.mail.ratelimit.SendLedger;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendScope;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Forgets nothing by itself. Safe for use by many threads. */
public final class MemorySendLedgerStore implements SendLedgerStore {
    private static final Stored NOTHING = new Stored(SendLedger.EMPTY, Optional.empty());

    private final Map<SendScope, Stored> ledgers = new ConcurrentHashMap<>();
    private final Map<UUID, Long> notes = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
        return Mono.fromRunnable(() -> notes.putAll(spent));
    }

    @Override
    public Mono<Void> forgetNotes(Collection<UUID> leases) {
        return Mono.fromRunnable(() -> leases.forEach(notes::remove));
    }

    @Override
    public Mono<Map<UUID, Long>> spent(Collection<UUID> leases) {
        return Mono.fromSupplier(
                () -> leases.stream().filter(notes::containsKey).collect(Collectors.toMap(lease -> lease, notes::get)));
    }

    @Override
    public Mono<Stored> read(SendScope scope) {
        return Mono.fromSupplier(() -> ledgers.getOrDefault(scope, NOTHING));
    }

    @Override
    public Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep) {
        return Mono.fromSupplier(() -> {
            Stored replacement = new Stored(after, Optional.of(UUID.randomUUID()));
            Stored now = ledgers.compute(scope, (same, current) -> {
                Optional<UUID> version = Optional.ofNullable(current).flatMap(Stored::version);
                return version.equals(before.version()) ? replacement : current;
            });
            return now == replacement ? replacement : null;
        });
    }
}
