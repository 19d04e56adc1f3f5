package dev.agentpost.mail.apikey;

import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface ApiKeyStore {
    Mono<Void> create(ApiKey key);

    /** The key whose secret has this hash, revoked and expired ones too. */
    Mono<ApiKey> find(SecretHash secretHash);

    Mono<ApiKey> find(OrganizationId organizationId, ApiKeyId id);

    /** In order of id, those after {@code after}, at most {@code limit}; revoked ones too. */
    Flux<ApiKey> list(OrganizationId organizationId, Optional<ApiKeyId> after, int limit);

    /** Keeps the time of the first revocation. Does nothing when there is no such key. */
    Mono<Void> revoke(OrganizationId organizationId, ApiKeyId id, Instant when);

    /** Does nothing when there is no such key. */
    Mono<Void> saveLastUsed(OrganizationId organizationId, ApiKeyId id, Instant when);

    /** Forgets every key of an organization. May be repeated. */
    Mono<Void> deleteAll(OrganizationId organizationId);
}
