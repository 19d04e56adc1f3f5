package dev.agentpost.mail.filterrule;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.filterrule.FilterRuleStore.Creation;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * The rules as they hold. What was read is used for a second more; a change that is made here holds here at once. A failed
 * read is never remembered. Safe for use by many threads.
 */
public final class FilterRules {
    /** How far behind the store a decision may be, when the change was made on another node. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private record Question(RuleScope scope, Direction direction, EnvelopeAddress address) {}

    private final FilterRuleStore store;
    private final LocalDomains localDomains;
    private final RecentReads<Question, FilterDecision> decisions;

    @Inject
    public FilterRules(FilterRuleStore store, LocalDomains localDomains) {
        this(store, localDomains, Ticker.systemTicker());
    }

    FilterRules(FilterRuleStore store, LocalDomains localDomains, Ticker ticker) {
        this.store = store;
        this.localDomains = localDomains;
        this.decisions = new RecentReads<>(STALENESS, ticker, this::read);
    }

    /**
     * @param address the recipient for {@link Direction#SEND}, the sender for {@link Direction#RECEIVE}
     * @return never empty; an error means that the rules could not be read
     */
    public Mono<FilterDecision> decide(RuleScope scope, Direction direction, EnvelopeAddress address) {
        return withoutLocalTag(address).flatMap(known -> remembered(new Question(scope, direction, known)));
    }

    /** Of an address here the tag does not count. */
    private Mono<EnvelopeAddress> withoutLocalTag(EnvelopeAddress address) {
        return localDomains.contains(address.domain()).map(local -> local ? address.withoutTag() : address);
    }

    /** The pattern that a rule has to have for addresses to match it, since those have no tag either. */
    public Mono<RulePattern> withoutLocalTag(RulePattern pattern) {
        return pattern.matchType() == MatchType.ADDRESS
                ? withoutLocalTag(EnvelopeAddress.parse(pattern.value()))
                        .map(address -> new RulePattern(MatchType.ADDRESS, address.toString()))
                : Mono.just(pattern);
    }

    private Mono<FilterDecision> remembered(Question question) {
        // One session that ends must not cancel the read that others wait for: hence the "true".
        return LogContext.followed(Mono.fromFuture(() -> decisions.get(question), true));
    }

    private Mono<FilterDecision> read(Question question) {
        return Mono.defer(() -> store.match(
                        question.scope(),
                        question.direction(),
                        question.address().patterns()))
                .map(matching -> FilterRulePolicy.decide(question.scope(), question.direction(), matching));
    }

    public Mono<Creation> create(FilterRule rule) {
        return store.create(rule).doOnTerminate(this::forget);
    }

    public Mono<Void> delete(OrganizationId organizationId, FilterRuleId id) {
        return store.delete(organizationId, id).doOnTerminate(this::forget);
    }

    /** Changes are so rare that forgetting too much costs nothing. */
    private void forget() {
        decisions.forgetAll();
    }
}
