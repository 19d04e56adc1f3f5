package dev.agentpost.mail.connectionlimit.memory;

import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Safe for use by many threads. */
public final class MemoryConnectionLimitStore implements ConnectionLimitStore {
    private record Key(OrganizationId organization, Optional<InboxId> inbox) {}

    private final Map<Key, ConnectionLimit> limits = new ConcurrentHashMap<>();

    @Override
    public Mono<ConnectionLimit> find(OrganizationId organization) {
        return find(new Key(organization, Optional.empty()));
    }

    @Override
    public Mono<ConnectionLimit> find(OrganizationId organization, InboxId inbox) {
        return find(new Key(organization, Optional.of(inbox)));
    }

    private Mono<ConnectionLimit> find(Key key) {
        return Mono.fromSupplier(() -> limits.get(key));
    }

    @Override
    public Mono<Void> save(OrganizationId organization, ConnectionLimit limit) {
        return Mono.fromRunnable(() -> limits.put(new Key(organization, Optional.empty()), limit));
    }

    @Override
    public Mono<Void> save(OrganizationId organization, InboxId inbox, ConnectionLimit limit) {
        return Mono.fromRunnable(() -> limits.put(new Key(organization, Optional.of(inbox)), limit));
    }

    @Override
    public Mono<Void> delete(OrganizationId organization) {
        return Mono.fromRunnable(() -> limits.remove(new Key(organization, Optional.empty())));
    }

    @Override
    public Mono<Void> delete(OrganizationId organization, InboxId inbox) {
        return Mono.fromRunnable(() -> limits.remove(new Key(organization, Optional.of(inbox))));
    }
}
