package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;

/** Whether the rules let a mail from one address go to another. */
public sealed interface FilterDecision {
    FilterDecision ALLOWED = new Allowed();

    record Allowed() implements FilterDecision {}

    /**
     * @param scope whose rules they are
     * @param rule the one that decided; empty: none matches, and the rules are an allow list
     */
    record Blocked(RuleScope scope, Direction direction, Optional<FilterRule> rule) implements FilterDecision {

        /** For the organization whose rules they are, and for the log. */
        public String explanation() {
            String whom = direction == Direction.SEND ? "Recipient" : "Sender";
            return rule.map(deciding ->
                            whom + " blocked by filter rule " + deciding.id() + ", which matches " + deciding.pattern())
                    .orElse(whom + " blocked: no allow rule for " + direction.value() + " matches");
        }

        /** Whom an inbox does not want to hear of is nobody else's business. */
        public String explanationFor(Optional<OrganizationId> reader) {
            return reader.filter(scope.organization()::equals).isPresent()
                    ? explanation()
                    : "The recipient does not take mail from this sender";
        }
    }
}
