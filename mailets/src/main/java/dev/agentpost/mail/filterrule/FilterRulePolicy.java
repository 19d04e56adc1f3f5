package dev.agentpost.mail.filterrule;

import java.util.Comparator;
import java.util.Optional;

/** The decision, of the rules of one direction for one inbox. */
public final class FilterRulePolicy {
    /** Of two wildcards that match the same domain the longer value is the more specific. */
    private static final Comparator<FilterRule> MOST_SPECIFIC = Comparator.comparing(
                    (FilterRule rule) -> rule.pattern().matchType())
            .thenComparing(rule -> -rule.pattern().value().length());

    private static final Comparator<FilterRule> INBOX_FIRST =
            Comparator.comparing(rule -> rule.inbox().isEmpty());
    private static final Comparator<FilterRule> BLOCK_FIRST =
            Comparator.comparing(rule -> rule.action() != RuleAction.BLOCK);
    private static final Comparator<FilterRule> DECIDING_FIRST =
            MOST_SPECIFIC.thenComparing(INBOX_FIRST).thenComparing(BLOCK_FIRST);

    private FilterRulePolicy() {}

    public static FilterDecision decide(RuleScope scope, Direction direction, MatchingRules matching) {
        Optional<FilterRule> deciding = matching.rules().stream().min(DECIDING_FIRST);
        if (deciding.isPresent()) {
            return deciding.get().action() == RuleAction.ALLOW
                    ? FilterDecision.ALLOWED
                    : new FilterDecision.Blocked(scope, direction, deciding);
        }
        return matching.holdsAllowRule()
                ? new FilterDecision.Blocked(scope, direction, Optional.empty())
                : FilterDecision.ALLOWED;
    }
}
