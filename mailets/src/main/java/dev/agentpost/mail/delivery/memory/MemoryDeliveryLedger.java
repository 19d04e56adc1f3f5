package dev.agentpost.mail.delivery.memory;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.DeliveryLedger;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** For tests: forgets everything with the process. */
public final class MemoryDeliveryLedger implements DeliveryLedger {
    private final Map<CopyId, State> states = new ConcurrentHashMap<>();

    @Override
    public Mono<State> find(CopyId copy) {
        return Mono.fromSupplier(() -> states.getOrDefault(copy, new State.Unknown()));
    }

    @Override
    public Mono<Void> saveStarted(CopyId copy, Instant when) {
        return Mono.fromRunnable(() -> states.put(copy, new State.Started(when)));
    }

    @Override
    public Mono<Void> saveDone(CopyId copy) {
        return Mono.fromRunnable(() -> states.put(copy, new State.Done()));
    }
}
