package dev.agentpost.mail.domain;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.inbox.UsableDomains;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * The shared domain, and those that organizations have proved to be theirs. What was read is used for a second more; a
 * change that is made here holds here at once. A failed read is never remembered. Safe for use by many threads.
 */
public final class ServedDomains implements LocalDomains, DomainOwners, UsableDomains {
    /** How far behind the store an answer may be, when the change was made on another node. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private final SharedDomain shared;
    private final DomainStore store;
    private final RecentReads<String, Optional<DomainOwner>> owners;

    @Inject
    public ServedDomains(SharedDomain shared, DomainStore store) {
        this(shared, store, Ticker.systemTicker());
    }

    ServedDomains(SharedDomain shared, DomainStore store, Ticker ticker) {
        this.shared = shared;
        this.store = store;
        this.owners = new RecentReads<>(STALENESS, ticker, name -> Mono.defer(() -> store.findOwner(name))
                .singleOptional());
    }

    SharedDomain shared() {
        return shared;
    }

    @Override
    public Mono<Boolean> contains(String domain) {
        return shared.is(domain) ? Mono.just(true) : find(domain).map(Optional::isPresent);
    }

    @Override
    public Mono<Optional<DomainOwner>> find(String domain) {
        // One session that ends must not cancel the read that others wait for: hence the "true".
        return shared.is(domain)
                ? Mono.just(Optional.empty())
                : LogContext.followed(Mono.fromFuture(() -> owners.get(domain), true));
    }

    /** Asks the store itself. */
    @Override
    public Mono<Boolean> mayUse(OrganizationId organization, String domain) {
        return shared.is(domain)
                ? Mono.just(true)
                : store.findOwner(domain)
                        .map(owner -> owner.organizationId().equals(organization) && !owner.leaving())
                        .defaultIfEmpty(false);
    }

    /** After a change: changes are so rare that forgetting too much costs nothing. */
    void forget() {
        owners.forgetAll();
    }
}
