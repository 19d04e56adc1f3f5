package dev.agentpost.mail.mailboxstore;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The annotations of folders (RFC 5464): a few for each, a value for each key. */
public interface AnnotationStore {
    /** @param key such as {@code /private/comment}, in lower case */
    record Annotation(String key, String value) {}

    /** Ascending by key. */
    Flux<Annotation> list(FolderId folder);

    Mono<Void> save(FolderId folder, Annotation annotation);

    Mono<Void> delete(FolderId folder, String key);

    Mono<Void> deleteAll(FolderId folder);
}
