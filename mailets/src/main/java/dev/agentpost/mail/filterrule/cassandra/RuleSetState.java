package dev.agentpost.mail.filterrule.cassandra;

import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.RuleAction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a partition of {@code filter_rule} has where some changes are about, and what becomes of it. For one thread. */
final class RuleSetState {
    /** The clustering columns. */
    record Key(String pattern, String inbox, String action) {
        static Key of(FilterRule rule) {
            return new Key(
                    PatternText.of(rule.pattern()),
                    FilterRuleRow.inbox(rule),
                    rule.action().value());
        }
    }

    private final Map<Key, FilterRuleId> ids;
    private final Map<String, Integer> allowRules;
    private final Map<Key, FilterRule> written = new LinkedHashMap<>();
    private final Map<Key, FilterRule> removed = new LinkedHashMap<>();
    private final Map<String, Integer> counted = new LinkedHashMap<>();

    RuleSetState(Map<Key, FilterRuleId> ids, Map<String, Integer> allowRules) {
        this.ids = new HashMap<>(ids);
        this.allowRules = new HashMap<>(allowRules);
    }

    /** Of a creation, the other rule that says the same. A change that was made before is made. */
    List<Optional<FilterRuleId>> apply(List<RuleChange> changes) {
        return changes.stream()
                .map(change -> switch (change.kind()) {
                    case CREATION -> create(change.rule());
                    case DELETION -> delete(change.rule());
                })
                .toList();
    }

    private Optional<FilterRuleId> create(FilterRule rule) {
        Key key = Key.of(rule);
        FilterRuleId there = ids.putIfAbsent(key, rule.id());
        if (there == null) {
            written.put(key, rule);
            removed.remove(key);
            count(rule, 1);
        }
        return Optional.ofNullable(there).filter(other -> !other.equals(rule.id()));
    }

    private Optional<FilterRuleId> delete(FilterRule rule) {
        Key key = Key.of(rule);
        if (ids.remove(key, rule.id())) {
            removed.put(key, rule);
            written.remove(key);
            count(rule, -1);
        }
        return Optional.empty();
    }

    private void count(FilterRule rule, int difference) {
        if (rule.action() == RuleAction.ALLOW) {
            counted.put(
                    FilterRuleRow.inbox(rule), allowRules.merge(FilterRuleRow.inbox(rule), difference, Integer::sum));
        }
    }

    boolean isChanged() {
        return !written.isEmpty() || !removed.isEmpty();
    }

    List<FilterRule> written() {
        return List.copyOf(written.values());
    }

    List<FilterRule> removed() {
        return List.copyOf(removed.values());
    }

    /** The new numbers by inbox, those that change. */
    Map<String, Integer> counted() {
        return Map.copyOf(counted);
    }
}
