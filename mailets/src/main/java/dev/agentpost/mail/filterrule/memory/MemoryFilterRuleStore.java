package dev.agentpost.mail.filterrule.memory;

import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.MatchingRules;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.filterrule.RuleScope;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process, and reads all rules for each answer. Safe for use by many threads: one at a time. */
public class MemoryFilterRuleStore implements FilterRuleStore {
    private final NavigableMap<String, FilterRule> rules = new TreeMap<>();

    @Override
    public Mono<Creation> create(FilterRule rule) {
        return Mono.fromCallable(() -> createNow(rule));
    }

    private synchronized Creation createNow(FilterRule rule) {
        Optional<FilterRule> existing =
                rules.values().stream().filter(rule::saysTheSameAs).findFirst();
        if (existing.isPresent()) {
            return new Creation.Duplicate(existing.get().id());
        }
        rules.put(rule.id().value(), rule);
        return new Creation.Created(rule);
    }

    @Override
    public Mono<MatchingRules> match(RuleScope scope, Direction direction, List<RulePattern> patterns) {
        return Mono.fromCallable(() -> matchNow(scope, direction, patterns));
    }

    private synchronized MatchingRules matchNow(RuleScope scope, Direction direction, List<RulePattern> patterns) {
        List<FilterRule> set = rules.values().stream()
                .filter(rule -> rule.organizationId().equals(scope.organization()))
                .filter(rule -> rule.direction() == direction)
                .filter(rule -> rule.inbox()
                        .filter(inbox -> !inbox.equals(scope.inbox()))
                        .isEmpty())
                .toList();
        return new MatchingRules(
                set.stream().filter(rule -> patterns.contains(rule.pattern())).toList(),
                set.stream().anyMatch(rule -> rule.action() == RuleAction.ALLOW));
    }

    @Override
    public Flux<FilterRule> list(
            OrganizationId organizationId, Selection selection, Optional<FilterRuleId> after, int limit) {
        return Flux.defer(() -> Flux.fromIterable(listNow(organizationId, selection, after, limit)));
    }

    private synchronized List<FilterRule> listNow(
            OrganizationId organizationId, Selection selection, Optional<FilterRuleId> after, int limit) {
        return rules.tailMap(after.map(FilterRuleId::value).orElse(""), false).values().stream()
                .filter(rule -> rule.organizationId().equals(organizationId))
                .filter(selection::includes)
                .limit(limit)
                .toList();
    }

    @Override
    public Flux<InboxId> listInboxes(OrganizationId organizationId) {
        return list(organizationId, Selection.ALL, Optional.empty(), Integer.MAX_VALUE)
                .flatMap(rule -> Mono.justOrEmpty(rule.inbox()))
                .distinct();
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, FilterRuleId id) {
        return remove(rule ->
                rule.organizationId().equals(organizationId) && rule.id().equals(id));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId, InboxId inbox) {
        return remove(rule ->
                rule.organizationId().equals(organizationId) && rule.inbox().equals(Optional.of(inbox)));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return remove(rule -> rule.organizationId().equals(organizationId));
    }

    private Mono<Void> remove(Predicate<FilterRule> which) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                rules.values().removeIf(which);
            }
        });
    }
}
