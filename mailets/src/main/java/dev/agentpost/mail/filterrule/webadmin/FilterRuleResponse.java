package dev.agentpost.mail.filterrule.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.filterrule.FilterRule;
import java.util.Optional;

/**
 * A rule as JSON.
 *
 * @param value as it is compared, which may be spelled otherwise than it was given
 * @param inbox the address of the inbox that the rule is for, the bare id of one that is deleted; empty: of all
 */
record FilterRuleResponse(
        String id,
        @JsonProperty("organization_id") String organizationId,
        String direction,
        String action,
        @JsonProperty("match_type") String matchType,
        String value,
        Optional<String> inbox,
        Optional<String> reason,
        @JsonProperty("created_at") String createdAt) {

    static FilterRuleResponse of(FilterRule rule, Optional<String> inbox) {
        return new FilterRuleResponse(
                rule.id().value(),
                rule.organizationId().value(),
                rule.direction().value(),
                rule.action().value(),
                rule.pattern().matchType().value(),
                rule.pattern().value(),
                inbox,
                rule.reason(),
                rule.createdAt().toString());
    }
}
