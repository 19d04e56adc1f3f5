package dev.agentpost.mail.filterrule.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.organization.OrganizationId;

/** A partition of {@code filter_rule}. */
record RuleSetKey(OrganizationId organization, Direction direction) {

    static RuleSetKey of(FilterRule rule) {
        return new RuleSetKey(rule.organizationId(), rule.direction());
    }

    BoundStatement bind(PreparedStatement statement) {
        return statement
                .bind()
                .setString("organization_id", organization.value())
                .setString("direction", direction.value());
    }
}
