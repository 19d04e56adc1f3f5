package dev.agentpost.mail.mailboxstore;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The names that an owner has subscribed to (RFC 3501 section 6.3.6), whether there are such folders or not. */
public interface SubscriptionStore {
    Flux<String> list(String owner);

    Mono<Void> save(String owner, String name);

    Mono<Void> delete(String owner, String name);
}
