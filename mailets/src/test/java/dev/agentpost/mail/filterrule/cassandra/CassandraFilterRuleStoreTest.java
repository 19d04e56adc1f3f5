package dev.agentpost.mail.filterrule.cassandra;

import static dev.agentpost.mail.filterrule.Direction.SEND;
import static dev.agentpost.mail.filterrule.RuleAction.ALLOW;
import static dev.agentpost.mail.filterrule.RuleAction.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRuleStore.Creation;
import dev.agentpost.mail.filterrule.FilterRuleStore.Selection;
import dev.agentpost.mail.filterrule.FilterRuleStoreContract;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.MatchingRules;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.filterrule.RuleScope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class CassandraFilterRuleStoreTest implements FilterRuleStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FilterRuleSchema.SCHEMA);

    private FilterRuleStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraFilterRuleStore(CASSANDRA.session());
    }

    @Override
    public FilterRuleStore testee() {
        return store;
    }

    /** Two nodes: stores that know nothing of each other. */
    @Test
    void allowListShouldEndWithTheLastOfTheChangesOfTwoNodes() {
        RuleScope scope = FilterRuleStoreContract.newScope();
        FilterRuleStore otherNode = new CassandraFilterRuleStore(CASSANDRA.session());
        FilterRule last = saved(FilterRuleStoreContract.ofOrganization(scope, SEND, ALLOW, OTHER_DOMAIN));

        Flux.range(0, 40)
                .flatMap(
                        i -> {
                            FilterRule rule = FilterRuleStoreContract.ofOrganization(
                                    scope, SEND, ALLOW, new RulePattern(MatchType.DOMAIN, i + ".example"));
                            FilterRuleStore maker = i % 2 == 0 ? store : otherNode;
                            FilterRuleStore remover = i % 4 < 2 ? store : otherNode;
                            return maker.create(rule)
                                    .then(Mono.defer(() -> remover.delete(rule.organizationId(), rule.id())));
                        },
                        8)
                .blockLast();

        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), true));
        delete(last);
        assertThat(match(scope, SEND)).isEqualTo(new MatchingRules(List.of(), false));
    }

    @Test
    void listShouldNotShowACreationThatWasInterrupted() {
        FilterRule rule =
                FilterRuleStoreContract.ofOrganization(FilterRuleStoreContract.newScope(), SEND, BLOCK, BOBS_DOMAIN);
        insertListing(rule);

        assertThat(store.list(rule.organizationId(), Selection.ALL, Optional.empty(), 10)
                        .collectList()
                        .block())
                .isEmpty();
        assertThat(store.create(rule).block()).isEqualTo(new Creation.Created(rule));
    }

    @Test
    void repeatedDeletionShouldFinishOneThatWasInterrupted() {
        RuleScope scope = FilterRuleStoreContract.newScope();
        FilterRule rule = saved(FilterRuleStoreContract.ofOrganization(scope, SEND, ALLOW, BOBS_DOMAIN));
        delete(rule);
        insertListing(rule);

        delete(rule);

        assertThat(match(scope, SEND).holdsAllowRule()).isFalse();
        assertThat(CASSANDRA
                        .session()
                        .execute(
                                "SELECT id FROM filter_rule_by_organization WHERE organization_id = ?",
                                scope.organization().value())
                        .all())
                .isEmpty();
    }

    private static void insertListing(FilterRule rule) {
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO filter_rule_by_organization (organization_id, id, direction, pattern, inbox_id,"
                                + " action, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        rule.organizationId().value(),
                        rule.id().value(),
                        rule.direction().value(),
                        PatternText.of(rule.pattern()),
                        "",
                        rule.action().value(),
                        rule.createdAt());
    }

    /** "A rule that cannot be read is a temporary failure, never a pass." */
    @Test
    void unreadableRuleShouldBeAFailure() {
        RuleScope scope = FilterRuleStoreContract.newScope();
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO filter_rule (organization_id, direction, pattern, inbox_id, action, id,"
                                + " created_at) VALUES (?, 'send', 'com.example.mail =', '', 'quarantine', ?, ?)",
                        scope.organization().value(),
                        "rul_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                        NOW);

        assertThatThrownBy(() -> match(scope, SEND)).hasMessageContaining("unreadable filter rule rul_");
    }
}
