package dev.agentpost.mail.organization;

import java.time.Instant;
import java.util.Objects;

/**
 * The tenant: owns keys, inboxes, domains, rules and limits.
 *
 * @param name for people; need not be unique; 1 to 200 characters, none of them a control character
 */
public record Organization(OrganizationId id, String name, OrganizationStatus status, Instant createdAt) {
    public static final int MAX_NAME_LENGTH = 200;

    public Organization {
        Objects.requireNonNull(id);
        Objects.requireNonNull(status);
        Objects.requireNonNull(createdAt);
        checkName(name);
    }

    /** @throws IllegalArgumentException saying what a name may be */
    public static void checkName(String name) {
        if (name == null
                || name.isBlank()
                || name.length() > MAX_NAME_LENGTH
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + MAX_NAME_LENGTH + " characters and no control character");
        }
    }

    public boolean isSuspended() {
        return status == OrganizationStatus.SUSPENDED;
    }

    public Organization withName(String newName) {
        return new Organization(id, newName, status, createdAt);
    }

    public Organization withStatus(OrganizationStatus newStatus) {
        return new Organization(id, name, newStatus, createdAt);
    }
}
