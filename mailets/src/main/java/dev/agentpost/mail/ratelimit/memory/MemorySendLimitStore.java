package dev.agentpost.mail.ratelimit.memory;

import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Safe for use by many threads. */
public final class MemorySendLimitStore implements SendLimitStore {
    private final Map<SendScope, SendLimit> limits = new ConcurrentHashMap<>();

    @Override
    public Mono<Map<SendScope, SendLimit>> find(OrganizationId organization, Collection<SendScope> scopes) {
        return Mono.fromSupplier(() -> {
            Map<SendScope, SendLimit> found = new HashMap<>(limits);
            found.keySet().retainAll(scopes);
            return found;
        });
    }

    @Override
    public Mono<Void> save(SendScope scope, SendLimit limit) {
        return Mono.fromRunnable(() -> limits.put(scope, limit));
    }

    @Override
    public Mono<Void> delete(SendScope scope) {
        return Mono.fromRunnable(() -> limits.remove(scope));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organization) {
        return Mono.fromRunnable(
                () -> limits.keySet().removeIf(scope -> scope.organization().equals(organization)));
    }
}
