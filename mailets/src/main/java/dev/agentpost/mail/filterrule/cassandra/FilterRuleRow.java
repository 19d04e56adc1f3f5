package dev.agentpost.mail.filterrule.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;

/** A rule as a row of either table, and back. A row that is none is an {@link IllegalStateException}: never no rule. */
final class FilterRuleRow {
    static final String NO_PATTERN = "";
    static final String NO_INBOX = "";
    private static final String NO_REASON = "";

    private FilterRuleRow() {}

    static String inbox(FilterRule rule) {
        return rule.inbox().map(InboxId::value).orElse(NO_INBOX);
    }

    static BoundStatement bindKey(PreparedStatement statement, FilterRule rule) {
        return statement
                .bind()
                .setString("organization_id", rule.organizationId().value())
                .setString("direction", rule.direction().value())
                .setString("pattern", PatternText.of(rule.pattern()))
                .setString("inbox_id", inbox(rule))
                .setString("action", rule.action().value());
    }

    /** All columns: one that is left out would keep what another rule left there, and a null is a tombstone. */
    static BoundStatement bind(PreparedStatement statement, FilterRule rule) {
        return bindKey(statement, rule)
                .setString("id", rule.id().value())
                .setString("reason", rule.reason().orElse(NO_REASON))
                .setInstant("created_at", rule.createdAt());
    }

    static boolean isRule(Row row) {
        return !row.getString("pattern").equals(NO_PATTERN);
    }

    static FilterRule parse(Row row) {
        try {
            return new FilterRule(
                    FilterRuleId.of(row.getString("id")),
                    OrganizationId.of(row.getString("organization_id")),
                    Direction.parse(row.getString("direction")).orElseThrow(),
                    RuleAction.parse(row.getString("action")).orElseThrow(),
                    PatternText.parse(row.getString("pattern")),
                    Optional.of(row.getString("inbox_id"))
                            .filter(inbox -> !inbox.equals(NO_INBOX))
                            .map(InboxId::of),
                    Optional.ofNullable(row.getString("reason")).filter(reason -> !reason.equals(NO_REASON)),
                    row.getInstant("created_at"));
        } catch (RuntimeException e) {
            throw new IllegalStateException("unreadable filter rule " + row.getString("id"), e);
        }
    }
}
