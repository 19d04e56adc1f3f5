package dev.agentpost.mail.filterrule.cassandra;

import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A rule that is to come or to go, and who waits for it. */
record RuleChange(Kind kind, FilterRule rule, CompletableFuture<Optional<FilterRuleId>> conflict) {
    enum Kind {
        CREATION,
        DELETION
    }

    static RuleChange creation(FilterRule rule) {
        return new RuleChange(Kind.CREATION, rule, new CompletableFuture<>());
    }

    static RuleChange deletion(FilterRule rule) {
        return new RuleChange(Kind.DELETION, rule, new CompletableFuture<>());
    }
}
