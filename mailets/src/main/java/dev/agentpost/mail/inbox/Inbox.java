package dev.agentpost.mail.inbox;

import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One address and one mailbox tree of an organization.
 *
 * @param clientId the caller's own name for this inbox, which makes its creation idempotent within the organization
 * @param sendPaused true: submissions of this inbox are refused, everything else works
 */
public record Inbox(
        InboxId id,
        OrganizationId organizationId,
        InboxAddress email,
        Optional<String> displayName,
        Optional<String> clientId,
        boolean sendPaused,
        Instant createdAt) {
    public static final int MAX_DISPLAY_NAME_LENGTH = 200;
    public static final int MAX_CLIENT_ID_LENGTH = 200;

    public Inbox {
        Objects.requireNonNull(id);
        Objects.requireNonNull(organizationId);
        Objects.requireNonNull(email);
        Objects.requireNonNull(createdAt);
        displayName.ifPresent(value -> checkText("display_name", value, MAX_DISPLAY_NAME_LENGTH));
        clientId.ifPresent(value -> checkText("client_id", value, MAX_CLIENT_ID_LENGTH));
    }

    private static void checkText(String field, String value, int maxLength) {
        if (!isText(value, maxLength)) {
            throw new IllegalArgumentException(field + " must have " + textRule(maxLength));
        }
    }

    public static boolean isText(String value, int maxLength) {
        return !value.isBlank() && value.length() <= maxLength && value.chars().noneMatch(Character::isISOControl);
    }

    public static String textRule(int maxLength) {
        return "1 to " + maxLength + " characters, not all of them blank and no control character";
    }

    public Inbox withDisplayName(Optional<String> newDisplayName) {
        return new Inbox(id, organizationId, email, newDisplayName, clientId, sendPaused, createdAt);
    }

    public Inbox withSendPaused(boolean paused) {
        return new Inbox(id, organizationId, email, displayName, clientId, paused, createdAt);
    }
}
