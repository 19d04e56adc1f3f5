package dev.agentpost.mail.filterrule;

import java.util.List;

/**
 * What has to be known of a set of rules to decide on one address, of one moment.
 *
 * @param rules those that match it, in any order
 * @param holdsAllowRule whether the set has an allow rule, matching or not: then it is an allow list
 */
public record MatchingRules(List<FilterRule> rules, boolean holdsAllowRule) {
    public MatchingRules {
        rules = List.copyOf(rules);
    }
}
