package dev.agentpost.mail.domain;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose a verified domain is.
 *
 * @param leaving the organization is about to give it up: no new address may be made on it
 */
public record DomainOwner(
        OrganizationId organizationId, Instant verifiedAt, Optional<InboxAddress> catchAll, boolean leaving) {}
