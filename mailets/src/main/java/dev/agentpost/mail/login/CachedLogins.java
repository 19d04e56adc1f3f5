package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import javax.inject.Singleton;
import reactor.core.publisher.Mono;

/**
 * What a login reads, remembered for a second, absence too. A failed read is never remembered, and simultaneous reads of
 * one thing are one read of the store. Safe for use by many threads.
 */
@Singleton
public final class CachedLogins {
    /** With the half second until a change is heard of, a login is at most two seconds behind the store. */
    public static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int MAX_ENTRIES = 20_000;

    /** A read that never ends would otherwise hold up every later login of the same inbox. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final InboxStore inboxStore;
    private final ApiKeyStore keyStore;
    private final OrganizationStore organizationStore;
    private final AsyncCache<InboxAddress, Optional<Inbox>> inboxes;
    private final AsyncCache<SecretHash, Optional<ApiKey>> keys;
    private final AsyncCache<OrganizationId, Optional<Organization>> organizations;

    @Inject
    public CachedLogins(InboxStore inboxStore, ApiKeyStore keyStore, OrganizationStore organizationStore) {
        this(inboxStore, keyStore, organizationStore, Ticker.systemTicker());
    }

    CachedLogins(InboxStore inboxStore, ApiKeyStore keyStore, OrganizationStore organizationStore, Ticker ticker) {
        this.inboxStore = inboxStore;
        this.keyStore = keyStore;
        this.organizationStore = organizationStore;
        this.inboxes = cache(ticker);
        this.keys = cache(ticker);
        this.organizations = cache(ticker);
    }

    private static <K, V> AsyncCache<K, V> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(STALENESS)
                .ticker(ticker)
                .buildAsync();
    }

    public Mono<Optional<Inbox>> inbox(InboxAddress email) {
        return read(inboxes, email, inboxStore::find);
    }

    public Mono<Optional<ApiKey>> key(SecretHash secretHash) {
        return read(keys, secretHash, keyStore::find);
    }

    public Mono<Optional<Organization>> organization(OrganizationId id) {
        return read(organizations, id, organizationStore::find);
    }

    // One waiting login that is cancelled must not cancel the read that others wait for: hence the "true".
    private static <K, V> Mono<Optional<V>> read(AsyncCache<K, Optional<V>> cache, K key, Function<K, Mono<V>> load) {
        return LogContext.followed(Mono.fromFuture(
                () -> cache.get(key, (wanted, executor) -> Mono.defer(() -> load.apply(wanted))
                        .singleOptional()
                        .timeout(READ_TIMEOUT)
                        .toFuture()),
                true));
    }

    /** Forgets what the change may concern: changes are so rare that forgetting too much costs nothing. */
    public void forget(LoginChange change) {
        if (change instanceof LoginChange.Organization organization) {
            organizations.synchronous().invalidate(organization.id());
        } else if (change instanceof LoginChange.Key) {
            keys.synchronous().invalidateAll();
        } else {
            inboxes.synchronous().invalidateAll();
        }
    }

    public void forgetAll() {
        organizations.synchronous().invalidateAll();
        keys.synchronous().invalidateAll();
        inboxes.synchronous().invalidateAll();
    }
}
