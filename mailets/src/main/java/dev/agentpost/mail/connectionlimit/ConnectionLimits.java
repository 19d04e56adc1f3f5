package dev.agentpost.mail.connectionlimit;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * The limit that holds for an inbox: its own, else its organization's, else {@link ConnectionLimit#DEFAULT}. Remembered for
 * a second for logins; a change made on this node holds at once. Safe for use by many threads.
 */
public final class ConnectionLimits {
    /** On other nodes a change holds after this long. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int MAX_ENTRIES = 20_000;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionLimitStore store;
    private final AsyncCache<InboxId, ConnectionLimit> cache;

    @Inject
    public ConnectionLimits(ConnectionLimitStore store) {
        this(store, Ticker.systemTicker());
    }

    ConnectionLimits(ConnectionLimitStore store, Ticker ticker) {
        this.store = store;
        this.cache = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(STALENESS)
                .ticker(ticker)
                .buildAsync();
    }

    /** For a login; at most {@link #STALENESS} behind the store. */
    Mono<ConnectionLimit> remembered(OrganizationId organization, InboxId inbox) {
        // One login that is cancelled must not cancel the read that others wait for: hence the "true".
        return LogContext.followed(Mono.fromFuture(
                () -> cache.get(inbox, (wanted, executor) -> of(organization, wanted)
                        .timeout(READ_TIMEOUT)
                        .toFuture()),
                true));
    }

    public Mono<ConnectionLimit> of(OrganizationId organization, InboxId inbox) {
        return store.find(organization, inbox).switchIfEmpty(Mono.defer(() -> of(organization)));
    }

    /** What holds for inboxes of the organization that have no limit of their own. */
    public Mono<ConnectionLimit> of(OrganizationId organization) {
        return store.find(organization).defaultIfEmpty(ConnectionLimit.DEFAULT);
    }

    /** @param limit empty: the default of the server holds again */
    public Mono<Void> change(OrganizationId organization, Optional<ConnectionLimit> limit) {
        return limit.map(wanted -> store.save(organization, wanted))
                .orElseGet(() -> store.delete(organization))
                .then(Mono.fromRunnable(() -> cache.synchronous().invalidateAll()));
    }

    /** @param limit empty: that of the organization holds again */
    public Mono<Void> change(OrganizationId organization, InboxId inbox, Optional<ConnectionLimit> limit) {
        return limit.map(wanted -> store.save(organization, inbox, wanted))
                .orElseGet(() -> store.delete(organization, inbox))
                .then(Mono.fromRunnable(() -> cache.synchronous().invalidate(inbox)));
    }
}
