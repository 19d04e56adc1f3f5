package dev.agentpost.mail.apikey;

import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a key; its secret is stored as a hash only.
 *
 * @param inboxes the inboxes that the key opens; empty means every inbox of the organization
 * @param allowedIps the addresses that the key may be used from; empty means any
 */
public record ApiKey(
        ApiKeyId id,
        OrganizationId organizationId,
        SecretHash secretHash,
        Optional<String> name,
        Set<Scope> scopes,
        Set<InboxId> inboxes,
        Set<CidrBlock> allowedIps,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {

    public static final int MAX_NAME_LENGTH = 200;

    public ApiKey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(organizationId);
        Objects.requireNonNull(secretHash);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(expiresAt);
        Objects.requireNonNull(revokedAt);
        Objects.requireNonNull(lastUsedAt);
        scopes = Set.copyOf(scopes);
        inboxes = Set.copyOf(inboxes);
        allowedIps = Set.copyOf(allowedIps);
        name.ifPresent(ApiKey::checkName);
    }

    /** @throws IllegalArgumentException saying what a name may be */
    public static void checkName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + MAX_NAME_LENGTH + " characters and no control character");
        }
    }

    public ApiKey withRevokedAt(Instant when) {
        return new ApiKey(
                id,
                organizationId,
                secretHash,
                name,
                scopes,
                inboxes,
                allowedIps,
                createdAt,
                expiresAt,
                Optional.of(when),
                lastUsedAt);
    }

    public ApiKey withLastUsedAt(Instant when) {
        return new ApiKey(
                id,
                organizationId,
                secretHash,
                name,
                scopes,
                inboxes,
                allowedIps,
                createdAt,
                expiresAt,
                revokedAt,
                Optional.of(when));
    }

    public boolean isRevoked() {
        return revokedAt.isPresent();
    }

    public boolean isExpiredAt(Instant now) {
        return expiresAt.filter(expiry -> !now.isBefore(expiry)).isPresent();
    }

    public boolean opens(InboxId inboxId) {
        return inboxes.isEmpty() || inboxes.contains(inboxId);
    }

    /** A key bound to networks is refused when the caller's address is not known. */
    public boolean mayBeUsedFrom(Optional<InetAddress> remoteAddress) {
        return allowedIps.isEmpty()
                || remoteAddress
                        .filter(address -> allowedIps.stream().anyMatch(block -> block.contains(address)))
                        .isPresent();
    }
}
