package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.AnnotationStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: each change is one step of a concurrent map. */
public final class MemoryAnnotationStore implements AnnotationStore {
    private final Map<FolderId, Map<String, String>> annotations = new ConcurrentHashMap<>();

    @Override
    public Flux<Annotation> list(FolderId folder) {
        return Flux.defer(() -> Flux.fromIterable(of(folder).entrySet())
                .map(entry -> new Annotation(entry.getKey(), entry.getValue())));
    }

    private Map<String, String> of(FolderId folder) {
        return annotations.computeIfAbsent(folder, id -> new ConcurrentSkipListMap<>());
    }

    @Override
    public Mono<Void> save(FolderId folder, Annotation annotation) {
        return Mono.fromRunnable(() -> of(folder).put(annotation.key(), annotation.value()));
    }

    @Override
    public Mono<Void> delete(FolderId folder, String key) {
        return Mono.fromRunnable(() -> of(folder).remove(key));
    }

    @Override
    public Mono<Void> deleteAll(FolderId folder) {
        return Mono.fromRunnable(() -> annotations.remove(folder));
    }
}
