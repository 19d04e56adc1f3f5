package dev.agentpost.mail.filterrule.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.MatchingRules;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.filterrule.RuleScope;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rules in the tables of {@link FilterRuleSchema}. Safe for use by many threads and nodes. */
public class CassandraFilterRuleStore implements FilterRuleStore {
    private static final int STATEMENTS_AT_ONCE = 16;
    private static final int DELETIONS_AT_ONCE = 64;

    private final StoreSession session;
    private final RuleSetQueue changes;
    private final PreparedStatement selectMatching;
    private final PreparedStatement selectId;
    private final PreparedStatement deleteSet;
    private final PreparedStatement insertListing;
    private final PreparedStatement selectListed;
    private final PreparedStatement selectListing;
    private final PreparedStatement deleteListed;
    private final PreparedStatement deleteListing;

    @Inject
    public CassandraFilterRuleStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        changes = new RuleSetQueue(new RuleSetWriter(cqlSession));
        String columns = "organization_id, direction, pattern, inbox_id, action, id, reason, created_at";
        String set = " WHERE organization_id = :organization_id AND direction = :direction";
        selectMatching = session.prepare("SELECT " + columns + ", allow_rules FROM filter_rule" + set
                + " AND pattern IN :patterns AND inbox_id IN :inboxes");
        selectId = session.prepare("SELECT id FROM filter_rule" + set
                + " AND pattern = :pattern AND inbox_id = :inbox_id AND action = :action");
        deleteSet = session.prepare("DELETE FROM filter_rule" + set);
        insertListing = session.prepare("INSERT INTO filter_rule_by_organization (" + columns
                + ") VALUES (:organization_id, :direction, :pattern, :inbox_id, :action, :id, :reason, :created_at)");
        selectListed = session.prepare("SELECT " + columns + " FROM filter_rule_by_organization"
                + " WHERE organization_id = :organization_id AND id = :id");
        selectListing = session.prepare("SELECT " + columns + " FROM filter_rule_by_organization"
                + " WHERE organization_id = :organization_id AND id > :after");
        deleteListed = session.prepare(
                "DELETE FROM filter_rule_by_organization WHERE organization_id = :organization_id AND id = :id");
        deleteListing =
                session.prepare("DELETE FROM filter_rule_by_organization WHERE organization_id = :organization_id");
    }

    @Override
    public Mono<Creation> create(FilterRule rule) {
        return session.write(FilterRuleRow.bind(insertListing, rule))
                .then(Mono.defer(() -> changes.submit(RuleChange.creation(rule))))
                .flatMap(existing -> unlist(rule).<Creation>thenReturn(new Creation.Duplicate(existing)))
                .defaultIfEmpty(new Creation.Created(rule));
    }

    private Mono<Void> unlist(FilterRule rule) {
        return session.write(
                deleteListed.bind(rule.organizationId().value(), rule.id().value()));
    }

    @Override
    public Mono<MatchingRules> match(RuleScope scope, Direction direction, List<RulePattern> patterns) {
        List<String> texts = Stream.concat(
                        Stream.of(FilterRuleRow.NO_PATTERN), patterns.stream().map(PatternText::of))
                .toList();
        List<String> inboxes = List.of(FilterRuleRow.NO_INBOX, scope.inbox().value());
        return session.readRows(new RuleSetKey(scope.organization(), direction)
                        .bind(selectMatching)
                        .setList("patterns", texts, String.class)
                        .setList("inboxes", inboxes, String.class))
                .collectList()
                .map(CassandraFilterRuleStore::matching);
    }

    private static MatchingRules matching(List<Row> rows) {
        return new MatchingRules(
                rows.stream()
                        .filter(FilterRuleRow::isRule)
                        .map(FilterRuleRow::parse)
                        .toList(),
                rows.stream().anyMatch(row -> !FilterRuleRow.isRule(row) && row.getInt("allow_rules") > 0));
    }

    @Override
    public Flux<FilterRule> list(
            OrganizationId organizationId, Selection selection, Optional<FilterRuleId> after, int limit) {
        return listed(organizationId, after)
                .filter(selection::includes)
                .flatMapSequential(this::existing, STATEMENTS_AT_ONCE)
                .take(limit);
    }

    private Flux<FilterRule> listed(OrganizationId organizationId, Optional<FilterRuleId> after) {
        return session.readRows(selectListing.bind(
                        organizationId.value(), after.map(FilterRuleId::value).orElse("")))
                .map(FilterRuleRow::parse);
    }

    private Mono<FilterRule> existing(FilterRule listed) {
        return session.readRow(FilterRuleRow.bindKey(selectId, listed))
                .filter(row -> listed.id().value().equals(row.getString("id")))
                .map(row -> listed);
    }

    @Override
    public Flux<InboxId> listInboxes(OrganizationId organizationId) {
        return listed(organizationId, Optional.empty())
                .flatMap(rule -> Mono.justOrEmpty(rule.inbox()))
                .distinct();
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, FilterRuleId id) {
        return session.readRow(selectListed.bind(organizationId.value(), id.value()))
                .map(FilterRuleRow::parse)
                .flatMap(this::delete);
    }

    private Mono<Void> delete(FilterRule rule) {
        return changes.submit(RuleChange.deletion(rule)).then(Mono.defer(() -> unlist(rule)));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId, InboxId inbox) {
        Selection ofInbox = new Selection(Optional.empty(), Optional.of(inbox));
        return listed(organizationId, Optional.empty())
                .filter(ofInbox::includes)
                .flatMap(this::delete, DELETIONS_AT_ONCE)
                .then();
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return Flux.fromArray(Direction.values())
                .concatMap(direction -> session.write(new RuleSetKey(organizationId, direction).bind(deleteSet)))
                .then(Mono.defer(() -> session.write(deleteListing.bind(organizationId.value()))));
    }
}
