package dev.agentpost.mail.domain;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * A domain that an organization has asked for, and has when it is verified.
 *
 * @param name lower case, in ASCII
 * @param token what the organization shows in the DNS; another organization that asks for the same domain has another
 * @param verifiedAt empty while it is pending
 * @param catchAll the inbox that gets mail for addresses of the domain that are nobody's
 */
public record CustomDomain(
        String name,
        OrganizationId organizationId,
        String token,
        Instant createdAt,
        Optional<Instant> verifiedAt,
        Optional<InboxAddress> catchAll) {
    private static final int TOKEN_BYTES = 16;

    public CustomDomain {
        Objects.requireNonNull(name);
        Objects.requireNonNull(organizationId);
        Objects.requireNonNull(token);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(verifiedAt);
        Objects.requireNonNull(catchAll);
    }

    public static CustomDomain pending(String name, OrganizationId organizationId, Instant now) {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return new CustomDomain(
                name, organizationId, HexFormat.of().formatHex(token), now, Optional.empty(), Optional.empty());
    }

    public DomainStatus status() {
        return verifiedAt.isPresent() ? DomainStatus.VERIFIED : DomainStatus.PENDING;
    }
}
