package dev.agentpost.mail.apikey.memory;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: each change is one step of a concurrent map. */
public class MemoryApiKeyStore implements ApiKeyStore {
    private final ConcurrentNavigableMap<String, ApiKey> keys = new ConcurrentSkipListMap<>();

    @Override
    public Mono<Void> create(ApiKey key) {
        return Mono.fromRunnable(() -> keys.put(key.id().value(), key));
    }

    @Override
    public Mono<ApiKey> find(SecretHash secretHash) {
        return Mono.fromCallable(() -> keys.values().stream()
                .filter(key -> key.secretHash().equals(secretHash))
                .findFirst()
                .orElse(null));
    }

    @Override
    public Mono<ApiKey> find(OrganizationId organizationId, ApiKeyId id) {
        return Mono.fromCallable(() -> keys.get(id.value()))
                .filter(key -> key.organizationId().equals(organizationId));
    }

    @Override
    public Flux<ApiKey> list(OrganizationId organizationId, Optional<ApiKeyId> after, int limit) {
        return Flux.defer(() -> Flux.fromStream(keysOf(organizationId, after).limit(limit)));
    }

    private Stream<ApiKey> keysOf(OrganizationId organizationId, Optional<ApiKeyId> after) {
        return keys.tailMap(after.map(ApiKeyId::value).orElse(""), false).values().stream()
                .filter(key -> key.organizationId().equals(organizationId));
    }

    @Override
    public Mono<Void> revoke(OrganizationId organizationId, ApiKeyId id, Instant when) {
        return change(organizationId, id, key -> key.isRevoked() ? key : key.withRevokedAt(when));
    }

    @Override
    public Mono<Void> saveLastUsed(OrganizationId organizationId, ApiKeyId id, Instant when) {
        return change(organizationId, id, key -> key.withLastUsedAt(when));
    }

    private Mono<Void> change(OrganizationId organizationId, ApiKeyId id, UnaryOperator<ApiKey> change) {
        return Mono.fromRunnable(() -> keys.computeIfPresent(
                id.value(), (value, key) -> key.organizationId().equals(organizationId) ? change.apply(key) : key));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return Mono.fromRunnable(
                () -> keys.values().removeIf(key -> key.organizationId().equals(organizationId)));
    }
}
