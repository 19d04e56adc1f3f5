package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The owners of one test in a store that tests share. */
record ScopedSubscriptionStore(SubscriptionStore all, String scope) implements SubscriptionStore {
    @Override
    public Flux<String> list(String owner) {
        return all.list(scope + owner);
    }

    @Override
    public Mono<Void> save(String owner, String name) {
        return all.save(scope + owner, name);
    }

    @Override
    public Mono<Void> delete(String owner, String name) {
        return all.delete(scope + owner, name);
    }
}
