package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Who may be written to, or who may write. Never changed, only made and removed.
 *
 * @param inbox the inbox that it is for; empty: every inbox of the organization
 * @param reason why, for those who look after the rules
 */
public record FilterRule(
        FilterRuleId id,
        OrganizationId organizationId,
        Direction direction,
        RuleAction action,
        RulePattern pattern,
        Optional<InboxId> inbox,
        Optional<String> reason,
        Instant createdAt) {
    public static final int MAX_REASON_LENGTH = 500;

    public FilterRule {
        Objects.requireNonNull(id);
        Objects.requireNonNull(organizationId);
        Objects.requireNonNull(direction);
        Objects.requireNonNull(action);
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(inbox);
        Objects.requireNonNull(createdAt);
        reason.ifPresent(FilterRule::checkReason);
    }

    /** @throws IllegalArgumentException saying what a reason may be */
    public static void checkReason(String reason) {
        if (!Inbox.isText(reason, MAX_REASON_LENGTH)) {
            throw new IllegalArgumentException("reason must have " + Inbox.textRule(MAX_REASON_LENGTH));
        }
    }

    /** Two rules that say the same, for the same: only one of them can be. */
    public boolean saysTheSameAs(FilterRule other) {
        return organizationId.equals(other.organizationId)
                && direction == other.direction
                && action == other.action
                && pattern.equals(other.pattern)
                && inbox.equals(other.inbox);
    }
}
