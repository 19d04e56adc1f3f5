package dev.agentpost.mail.dkim.memory;

import dev.agentpost.mail.dkim.DkimKey;
import dev.agentpost.mail.dkim.DkimKeyStore;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Safe for use by many threads. */
public final class MemoryDkimKeyStore implements DkimKeyStore {
    private final Map<String, NavigableMap<Integer, DkimKey>> byDomain = new ConcurrentHashMap<>();

    private NavigableMap<Integer, DkimKey> of(String domain) {
        return byDomain.computeIfAbsent(domain, unknown -> new ConcurrentSkipListMap<>());
    }

    @Override
    public Mono<Void> add(DkimKey key) {
        return Mono.fromRunnable(() -> of(key.domain()).putIfAbsent(key.number(), key));
    }

    @Override
    public Flux<DkimKey> list(String domain) {
        return Flux.defer(() -> Flux.fromIterable(of(domain).descendingMap().values()));
    }

    @Override
    public Mono<Void> delete(String domain, int number) {
        return Mono.fromRunnable(() -> of(domain).remove(number));
    }
}
