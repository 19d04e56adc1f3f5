package dev.agentpost.mail.filterrule.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.cassandra.RuleSetState.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Makes changes of one partition of {@code filter_rule} together, or none of them, whoever else changes it. */
final class RuleSetWriter {
    /** The partition was changed between our read and our write. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("the filter rules of an organization are changed too often to be changed now", null, false, false);
        }
    }

    private record Before(Long version, RuleSetState state) {}

    private static final Retry WHEN_OVERTAKEN = Retry.backoff(10, Duration.ofMillis(10))
            .maxBackoff(Duration.ofSeconds(1))
            .filter(failure -> failure instanceof Overtaken || StoreSession.isContention(failure))
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement raiseVersion;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement count;

    RuleSetWriter(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        String where = " WHERE organization_id = :organization_id AND direction = :direction";
        select = session.prepare("SELECT pattern, inbox_id, action, id, allow_rules, version FROM filter_rule" + where
                + " AND pattern IN :patterns AND inbox_id IN :inboxes");
        raiseVersion = session.prepareConditional("UPDATE filter_rule SET version = :version" + where
                + " AND pattern = '' AND inbox_id = '' AND action = '' IF version = :before");
        insert = session.prepareConditional("INSERT INTO filter_rule (organization_id, direction, pattern, inbox_id,"
                + " action, id, reason, created_at) VALUES (:organization_id, :direction, :pattern, :inbox_id, :action,"
                + " :id, :reason, :created_at)");
        delete = session.prepareConditional("DELETE FROM filter_rule" + where
                + " AND pattern = :pattern AND inbox_id = :inbox_id AND action = :action");
        count = session.prepareConditional("UPDATE filter_rule SET allow_rules = :allow_rules" + where
                + " AND pattern = '' AND inbox_id = :inbox_id AND action = 'allow'");
    }

    /** @return for each change, the other rule that a creation met */
    Mono<List<Optional<FilterRuleId>>> write(RuleSetKey set, List<RuleChange> changes) {
        return read(set, changes)
                .flatMap(before -> {
                    List<Optional<FilterRuleId>> conflicts = before.state().apply(changes);
                    return before.state().isChanged() ? write(set, before).thenReturn(conflicts) : Mono.just(conflicts);
                })
                .retryWhen(WHEN_OVERTAKEN);
    }

    private Mono<Before> read(RuleSetKey set, List<RuleChange> changes) {
        List<Key> keys =
                changes.stream().map(change -> Key.of(change.rule())).distinct().toList();
        BoundStatement statement = set.bind(select)
                .setList(
                        "patterns", with(FilterRuleRow.NO_PATTERN, keys.stream().map(Key::pattern)), String.class)
                .setList("inboxes", with(FilterRuleRow.NO_INBOX, keys.stream().map(Key::inbox)), String.class);
        return session.readRows(statement).collectList().map(RuleSetWriter::before);
    }

    private static List<String> with(String one, Stream<String> others) {
        return Stream.concat(Stream.of(one), others).distinct().toList();
    }

    private static Before before(List<Row> rows) {
        Map<Key, FilterRuleId> ids = new HashMap<>();
        Map<String, Integer> allowRules = new HashMap<>();
        Long version = null;
        for (Row row : rows) {
            String inbox = row.getString("inbox_id");
            String action = row.getString("action");
            if (FilterRuleRow.isRule(row)) {
                ids.put(new Key(row.getString("pattern"), inbox, action), FilterRuleId.of(row.getString("id")));
            } else if (action.equals(RuleAction.ALLOW.value())) {
                allowRules.put(inbox, row.getInt("allow_rules"));
            } else {
                version = row.getLong("version");
            }
        }
        return new Before(version, new RuleSetState(ids, allowRules));
    }

    private Mono<Void> write(RuleSetKey set, Before before) {
        List<BatchableStatement<?>> statements = new ArrayList<>();
        BoundStatement condition =
                set.bind(raiseVersion).setLong("version", before.version() == null ? 1 : before.version() + 1);
        statements.add(
                before.version() == null
                        ? condition.setToNull("before")
                        : condition.setLong("before", before.version()));
        before.state().written().forEach(rule -> statements.add(FilterRuleRow.bind(insert, rule)));
        before.state().removed().forEach(rule -> statements.add(FilterRuleRow.bindKey(delete, rule)));
        before.state()
                .counted()
                .forEach((inbox, number) -> statements.add(
                        set.bind(count).setString("inbox_id", inbox).setInt("allow_rules", number)));
        return session.writeConditionally(statements)
                .flatMap(answer ->
                        StoreSession.isApplied(answer.get(0)) ? Mono.empty() : Mono.<Void>error(new Overtaken()));
    }
}
