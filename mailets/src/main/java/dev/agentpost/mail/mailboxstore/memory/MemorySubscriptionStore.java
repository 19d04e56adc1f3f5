package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: each change is one step of a concurrent set. */
public final class MemorySubscriptionStore implements SubscriptionStore {
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    @Override
    public Flux<String> list(String owner) {
        return Flux.defer(() -> Flux.fromIterable(of(owner)));
    }

    private Set<String> of(String owner) {
        return names.computeIfAbsent(owner, key -> new ConcurrentSkipListSet<>());
    }

    @Override
    public Mono<Void> save(String owner, String name) {
        return Mono.fromRunnable(() -> of(owner).add(name));
    }

    @Override
    public Mono<Void> delete(String owner, String name) {
        return Mono.fromRunnable(() -> of(owner).remove(name));
    }
}
