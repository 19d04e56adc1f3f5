package dev.agentpost.mail.suppression;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * The suppressions as they hold. What was read is used for a second more; a change that is made here holds here at once. A
 * failed read is never remembered. Safe for use by many threads.
 */
public final class Suppressions {
    /** How far behind the store an answer may be, when the change was made on another node. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private record Question(OrganizationId organization, EnvelopeAddress address) {}

    private final SuppressionStore store;
    private final LocalDomains localDomains;
    private final RecentReads<Question, Optional<Suppression>> answers;

    @Inject
    public Suppressions(SuppressionStore store, LocalDomains localDomains) {
        this(store, localDomains, Ticker.systemTicker());
    }

    Suppressions(SuppressionStore store, LocalDomains localDomains, Ticker ticker) {
        this.store = store;
        this.localDomains = localDomains;
        this.answers = new RecentReads<>(STALENESS, ticker, this::read);
    }

    /** Empty when the organization may send to the address; always so for addresses of this server. */
    public Mono<Suppression> find(OrganizationId organization, EnvelopeAddress address) {
        return localDomains
                .contains(address.domain())
                .filter(local -> !local)
                // One session that ends must not cancel the read that others wait for: hence the "true".
                .flatMap(outside -> LogContext.followed(
                        Mono.fromFuture(() -> answers.get(new Question(organization, address)), true)))
                .flatMap(Mono::justOrEmpty);
    }

    private Mono<Optional<Suppression>> read(Question question) {
        return Mono.defer(
                () -> store.find(question.organization(), question.address()).singleOptional());
    }

    public Mono<Void> add(Suppression suppression) {
        return store.save(suppression)
                .doOnTerminate(() -> answers.forget(new Question(suppression.organizationId(), suppression.address())));
    }

    /** May be repeated. */
    public Mono<Void> remove(OrganizationId organization, EnvelopeAddress address) {
        return store.delete(organization, address)
                .doOnTerminate(() -> answers.forget(new Question(organization, address)));
    }

    /** May be repeated. */
    public Mono<Void> removeAll(OrganizationId organization) {
        return store.deleteAll(organization).doOnTerminate(answers::forgetAll);
    }
}
