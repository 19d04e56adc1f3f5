package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.MoveIntent;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads. */
public final class MemoryMoveIntentStore implements MoveIntentStore {
    private final Map<UUID, MoveIntent> intents = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> save(MoveIntent intent) {
        return Mono.fromRunnable(() -> intents.put(intent.id(), intent));
    }

    @Override
    public Mono<Void> delete(MoveIntent intent) {
        return Mono.fromRunnable(() -> intents.remove(intent.id()));
    }

    @Override
    public Flux<MoveIntent> list(Instant from, Instant to) {
        return Flux.defer(() -> Flux.fromStream(intents.values().stream()
                .filter(intent ->
                        !intent.madeAt().isBefore(from) && !intent.madeAt().isAfter(to))
                .sorted(Comparator.comparing(MoveIntent::madeAt))));
    }
}
