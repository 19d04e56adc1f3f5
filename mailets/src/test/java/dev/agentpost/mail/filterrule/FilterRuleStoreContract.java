package dev.agentpost.mail.filterrule;

import static dev.agentpost.mail.filterrule.Direction.RECEIVE;
import static dev.agentpost.mail.filterrule.Direction.SEND;
import static dev.agentpost.mail.filterrule.RuleAction.ALLOW;
import static dev.agentpost.mail.filterrule.RuleAction.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.FilterRuleStore.Creation;
import dev.agentpost.mail.filterrule.FilterRuleStore.Selection;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

public interface FilterRuleStoreContract {
    Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    EnvelopeAddress BOB = EnvelopeAddress.parse("bob@mail.example.com");
    RulePattern BOBS_ADDRESS = new RulePattern(MatchType.ADDRESS, "bob@mail.example.com");
    RulePattern BOBS_DOMAIN = new RulePattern(MatchType.DOMAIN, "mail.example.com");
    RulePattern BOBS_PARENT = new RulePattern(MatchType.SUBDOMAIN_WILDCARD, "*.example.com");
    RulePattern OTHER_DOMAIN = new RulePattern(MatchType.DOMAIN, "example.org");

    FilterRuleStore testee();

    static RuleScope newScope() {
        return new RuleScope(OrganizationId.generate(), InboxId.generate());
    }

    static FilterRule ofOrganization(RuleScope scope, Direction direction, RuleAction action, RulePattern pattern) {
        return rule(scope, direction, action, pattern, Optional.empty());
    }

    static FilterRule ofInbox(RuleScope scope, Direction direction, RuleAction action, RulePattern pattern) {
        return rule(scope, direction, action, pattern, Optional.of(scope.inbox()));
    }

    static FilterRule rule(
            RuleScope scope, Direction direction, RuleAction action, RulePattern pattern, Optional<InboxId> inbox) {
        return new FilterRule(
                FilterRuleId.generate(),
                scope.organization(),
                direction,
                action,
                pattern,
                inbox,
                Optional.empty(),
                NOW);
    }

    default FilterRule saved(FilterRule rule) {
        assertThat(testee().create(rule).block()).isEqualTo(new Creation.Created(rule));
        return rule;
    }

    default MatchingRules match(RuleScope scope, Direction direction) {
        return testee().match(scope, direction, BOB.patterns()).block();
    }

    default List<FilterRule> all(RuleScope scope) {
        return list(scope, Selection.ALL, Optional.empty(), 1000);
    }

    default List<FilterRule> list(RuleScope scope, Selection selection, Optional<FilterRuleId> after, int limit) {
        return testee().list(scope.organization(), selection, after, limit)
                .collectList()
                .block();
    }

    default void delete(FilterRule rule) {
        testee().delete(rule.organizationId(), rule.id()).block();
    }

    @Test
    default void thereShouldBeNoRulesAtFirst() {
        RuleScope scope = newScope();

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
        assertThat(all(scope)).isEmpty();
    }

    @Test
    default void matchShouldReturnTheWholeRule() {
        RuleScope scope = newScope();
        FilterRule rule = saved(new FilterRule(
                FilterRuleId.generate(),
                scope.organization(),
                RECEIVE,
                BLOCK,
                BOBS_PARENT,
                Optional.of(scope.inbox()),
                Optional.of("sends newsletters, \u00fcberall"),
                NOW));

        assertThat(match(scope, RECEIVE).rules()).containsExactly(rule);
        assertThat(all(scope)).containsExactly(rule);
    }

    @Test
    default void matchShouldReturnEveryRuleThatMatches() {
        RuleScope scope = newScope();
        List<FilterRule> rules = new ArrayList<>();
        for (RulePattern pattern : List.of(BOBS_ADDRESS, BOBS_DOMAIN, BOBS_PARENT)) {
            for (RuleAction action : RuleAction.values()) {
                rules.add(saved(ofOrganization(scope, SEND, action, pattern)));
                rules.add(saved(ofInbox(scope, SEND, action, pattern)));
            }
        }

        assertThat(match(scope, SEND).rules()).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    default void matchShouldLeaveOutOtherPatterns() {
        RuleScope scope = newScope();
        saved(ofOrganization(scope, SEND, BLOCK, OTHER_DOMAIN));

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    default void matchShouldLeaveOutTheOtherDirection() {
        RuleScope scope = newScope();
        saved(ofOrganization(scope, RECEIVE, ALLOW, BOBS_DOMAIN));

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    default void matchShouldLeaveOutRulesOfAnotherInbox() {
        RuleScope scope = newScope();
        RuleScope neighbour = new RuleScope(scope.organization(), InboxId.generate());
        saved(ofInbox(neighbour, SEND, ALLOW, BOBS_DOMAIN));

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
        assertThat(match(neighbour, SEND).holdsAllowRule()).isTrue();
    }

    @Test
    default void matchShouldLeaveOutRulesOfAnotherOrganization() {
        saved(ofOrganization(newScope(), SEND, ALLOW, BOBS_DOMAIN));

        assertThat(match(newScope(), SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    default void allowRuleShouldBeKnownOfWhenItDoesNotMatch() {
        RuleScope scope = newScope();
        saved(ofOrganization(scope, SEND, ALLOW, OTHER_DOMAIN));

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), true));
    }

    @Test
    default void allowRuleOfTheInboxShouldBeKnownOf() {
        RuleScope scope = newScope();
        saved(ofInbox(scope, SEND, ALLOW, OTHER_DOMAIN));

        assertThat(match(scope, SEND).holdsAllowRule()).isTrue();
    }

    @Test
    default void lastOfSeveralAllowRulesShouldEndTheAllowList() {
        RuleScope scope = newScope();
        FilterRule first = saved(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));
        FilterRule last = saved(ofOrganization(scope, SEND, ALLOW, OTHER_DOMAIN));

        delete(first);
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), true));

        delete(last);
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    default void secondRuleThatSaysTheSameShouldBeADuplicate() {
        RuleScope scope = newScope();
        FilterRule first = saved(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));

        Creation second =
                testee().create(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN)).block();

        assertThat(second).isEqualTo(new Creation.Duplicate(first.id()));
        assertThat(all(scope)).containsExactly(first);
        delete(first);
        assertThat(match(scope, SEND).holdsAllowRule()).isFalse();
    }

    @Test
    default void ruleThatDiffersInOneThingShouldBeNoDuplicate() {
        RuleScope scope = newScope();
        saved(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));

        saved(ofOrganization(scope, SEND, BLOCK, BOBS_DOMAIN));
        saved(ofOrganization(scope, RECEIVE, ALLOW, BOBS_DOMAIN));
        saved(ofInbox(scope, SEND, ALLOW, BOBS_DOMAIN));
        saved(ofOrganization(scope, SEND, ALLOW, BOBS_PARENT));

        assertThat(all(scope)).hasSize(5);
    }

    @Test
    default void deletedRuleShouldBeMadeAgainWithoutItsReason() {
        RuleScope scope = newScope();
        FilterRule first = new FilterRule(
                FilterRuleId.generate(),
                scope.organization(),
                SEND,
                BLOCK,
                BOBS_DOMAIN,
                Optional.empty(),
                Optional.of("asked us to stop"),
                NOW);
        saved(first);
        delete(first);

        FilterRule second = saved(ofOrganization(scope, SEND, BLOCK, BOBS_DOMAIN));

        assertThat(match(scope, SEND).rules()).containsExactly(second);
    }

    @Test
    default void deleteShouldBeIdempotent() {
        RuleScope scope = newScope();
        FilterRule rule = saved(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));

        delete(rule);
        delete(rule);

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
        assertThat(all(scope)).isEmpty();
    }

    @Test
    default void deleteShouldNotTouchTheRuleOfAnotherOrganization() {
        RuleScope scope = newScope();
        FilterRule rule = saved(ofOrganization(scope, SEND, BLOCK, BOBS_DOMAIN));

        testee().delete(OrganizationId.generate(), rule.id()).block();

        assertThat(match(scope, SEND).rules()).containsExactly(rule);
    }

    @Test
    default void listShouldGoOnAfterAnId() {
        RuleScope scope = newScope();
        List<FilterRule> rules = IntStream.range(0, 5)
                .mapToObj(i -> saved(ofOrganization(
                        scope, i % 2 == 0 ? SEND : RECEIVE, BLOCK, new RulePattern(MatchType.DOMAIN, i + ".example"))))
                .toList();

        assertThat(list(scope, Selection.ALL, Optional.empty(), 2)).containsExactlyElementsOf(rules.subList(0, 2));
        assertThat(list(scope, Selection.ALL, Optional.of(rules.get(1).id()), 9))
                .containsExactlyElementsOf(rules.subList(2, 5));
    }

    @Test
    default void listShouldTakeASelection() {
        RuleScope scope = newScope();
        FilterRule send = saved(ofOrganization(scope, SEND, BLOCK, BOBS_DOMAIN));
        FilterRule receive = saved(ofOrganization(scope, RECEIVE, BLOCK, BOBS_DOMAIN));
        FilterRule inboxSend = saved(ofInbox(scope, SEND, BLOCK, BOBS_DOMAIN));
        Optional<InboxId> inbox = Optional.of(scope.inbox());

        assertThat(list(scope, new Selection(Optional.of(SEND), Optional.empty()), Optional.empty(), 9))
                .containsExactly(send, inboxSend);
        assertThat(list(scope, new Selection(Optional.empty(), inbox), Optional.empty(), 9))
                .containsExactly(inboxSend);
        assertThat(list(scope, new Selection(Optional.of(RECEIVE), Optional.empty()), Optional.empty(), 1))
                .containsExactly(receive);
        assertThat(list(scope, new Selection(Optional.of(RECEIVE), inbox), Optional.empty(), 9))
                .isEmpty();
    }

    @Test
    default void rulesOfAnInboxShouldGoWithIt() {
        RuleScope scope = newScope();
        FilterRule ofOrganization = saved(ofOrganization(scope, SEND, BLOCK, BOBS_DOMAIN));
        saved(ofInbox(scope, SEND, ALLOW, BOBS_DOMAIN));
        saved(ofInbox(scope, RECEIVE, ALLOW, BOBS_DOMAIN));
        assertThat(testee().listInboxes(scope.organization()).collectList().block())
                .containsExactly(scope.inbox());

        testee().deleteAll(scope.organization(), scope.inbox()).block();

        assertThat(all(scope)).containsExactly(ofOrganization);
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(ofOrganization), false));
        assertThat(match(scope, RECEIVE)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    default void rulesOfAnOrganizationShouldGoWithIt() {
        RuleScope scope = newScope();
        RuleScope other = newScope();
        saved(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));
        saved(ofInbox(scope, RECEIVE, ALLOW, BOBS_DOMAIN));
        FilterRule kept = saved(ofOrganization(other, SEND, ALLOW, BOBS_DOMAIN));

        testee().deleteAll(scope.organization()).block();
        testee().deleteAll(scope.organization()).block();

        assertThat(all(scope)).isEmpty();
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
        assertThat(match(scope, RECEIVE)).isEqualTo(new MatchingRules(List.of(), false));
        assertThat(all(other)).containsExactly(kept);
    }

    @Test
    default void oneOfSimultaneousDuplicatesShouldBeMade() {
        RuleScope scope = newScope();

        List<Creation> creations = Flux.range(0, 16)
                .flatMap(i -> testee().create(ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();

        assertThat(creations)
                .filteredOn(creation -> creation instanceof Creation.Created)
                .hasSize(1);
        assertThat(all(scope)).hasSize(1);
    }

    /** The number of allow rules is right whoever makes and removes some at a time. */
    @Test
    default void allowListShouldEndWithTheLastOfManySimultaneousChanges() {
        RuleScope scope = newScope();
        List<FilterRule> rules = IntStream.range(0, 60)
                .mapToObj(i -> i % 3 == 0
                        ? ofInbox(scope, SEND, ALLOW, new RulePattern(MatchType.DOMAIN, i + ".example"))
                        : ofOrganization(scope, SEND, ALLOW, new RulePattern(MatchType.DOMAIN, i + ".example")))
                .toList();
        FilterRule last = saved(ofOrganization(scope, SEND, ALLOW, OTHER_DOMAIN));

        Flux.fromIterable(rules)
                .flatMap(
                        rule -> testee().create(rule)
                                .then(testee().delete(rule.organizationId(), rule.id()))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .blockLast();

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), true));
        delete(last);
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }
}
