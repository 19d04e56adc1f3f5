package dev.agentpost.mail.deletion.memory;

import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.DeletionStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public final class MemoryDeletionStore implements DeletionStore {
    private record Held(UUID holder, Noted noted) {}

    private final Map<Deletion, Held> deletions = new HashMap<>();

    @Override
    public Mono<Taking> take(Deletion deletion, UUID holder, Instant now, Instant until) {
        return Mono.fromCallable(() -> takeNow(deletion, holder, now, until));
    }

    private synchronized Taking takeNow(Deletion deletion, UUID holder, Instant now, Instant until) {
        Optional<Noted> before = Optional.ofNullable(deletions.get(deletion)).map(Held::noted);
        if (before.filter(noted -> now.isBefore(noted.heldUntil())).isPresent()) {
            return new Taking.Held(before.get());
        }
        Noted noted = new Noted(deletion, until, before.flatMap(Noted::readyAt));
        deletions.put(deletion, new Held(holder, noted));
        return new Taking.Taken(noted);
    }

    @Override
    public Mono<Void> renew(Deletion deletion, UUID holder, Instant until) {
        return Mono.fromRunnable(() -> change(
                deletion,
                holder,
                held -> new Held(holder, new Noted(deletion, until, held.noted().readyAt()))));
    }

    @Override
    public Mono<Void> release(Deletion deletion, UUID holder, Instant from, Optional<Instant> readyAt) {
        return Mono.fromRunnable(
                () -> change(deletion, holder, held -> new Held(holder, new Noted(deletion, from, readyAt))));
    }

    @Override
    public Mono<Void> remove(Deletion deletion, UUID holder) {
        return Mono.fromRunnable(() -> change(deletion, holder, held -> null));
    }

    private synchronized void change(Deletion deletion, UUID holder, UnaryOperator<Held> change) {
        deletions.computeIfPresent(deletion, (same, held) -> held.holder().equals(holder) ? change.apply(held) : held);
    }

    @Override
    public Flux<Noted> list() {
        return Flux.defer(() -> Flux.fromIterable(listNow()));
    }

    private synchronized List<Noted> listNow() {
        return deletions.values().stream().map(Held::noted).toList();
    }
}
