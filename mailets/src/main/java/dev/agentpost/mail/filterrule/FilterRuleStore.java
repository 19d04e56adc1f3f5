package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface FilterRuleStore {

    /** How a creation ended. */
    sealed interface Creation {
        record Created(FilterRule rule) implements Creation {}

        /** A rule says the same already; nothing was made. */
        record Duplicate(FilterRuleId existing) implements Creation {}
    }

    /**
     * Which rules a list has; what is empty does not restrict it.
     *
     * @param inbox rules of this inbox; those of the organization are not among them
     */
    record Selection(Optional<Direction> direction, Optional<InboxId> inbox) {
        public static final Selection ALL = new Selection(Optional.empty(), Optional.empty());

        public boolean includes(FilterRule rule) {
            return direction.filter(wanted -> wanted != rule.direction()).isEmpty()
                    && (inbox.isEmpty() || inbox.equals(rule.inbox()));
        }
    }

    /** Atomic: of simultaneous creations of rules that say the same, one makes a rule. */
    Mono<Creation> create(FilterRule rule);

    /**
     * What the set of the inbox's and the organization's rules of a direction has for an address with these patterns. What
     * it costs does not depend on the number of rules. Of one moment: an allow rule that is replaced by another never
     * looks like none.
     *
     * @return never empty
     */
    Mono<MatchingRules> match(RuleScope scope, Direction direction, List<RulePattern> patterns);

    /** In order of id, those after {@code after}, at most {@code limit}. */
    Flux<FilterRule> list(OrganizationId organizationId, Selection selection, Optional<FilterRuleId> after, int limit);

    /** The inboxes that there are rules for, each once; some that have lost theirs may be among them. */
    Flux<InboxId> listInboxes(OrganizationId organizationId);

    /** Does nothing when there is no such rule. May be repeated. */
    Mono<Void> delete(OrganizationId organizationId, FilterRuleId id);

    /** Removes the rules that are for this inbox alone. May be repeated. */
    Mono<Void> deleteAll(OrganizationId organizationId, InboxId inbox);

    /** Removes every rule of an organization that is being removed. May be repeated. */
    Mono<Void> deleteAll(OrganizationId organizationId);
}
