package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;

/** Whose rules hold: those of an inbox, and those of its organization. */
public record RuleScope(OrganizationId organization, InboxId inbox) {}
