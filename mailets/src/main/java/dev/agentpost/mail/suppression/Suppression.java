package dev.agentpost.mail.suppression;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An address that an organization does not send to any more, since a server said that it does not exist.
 *
 * @param status the enhanced status code (RFC 3463)
 * @param reason what was answered, one line of at most {@link #MAX_REASON_LENGTH} printable characters
 * @param messageId of the submission that was answered so
 */
public record Suppression(
        OrganizationId organizationId,
        EnvelopeAddress address,
        String status,
        String reason,
        Optional<String> messageId,
        Instant createdAt) {
    public static final int MAX_REASON_LENGTH = 500;

    private static final int SHOWN_REASON_LENGTH = 200;

    public Suppression {
        Objects.requireNonNull(organizationId);
        Objects.requireNonNull(address);
        Objects.requireNonNull(status);
        Objects.requireNonNull(messageId);
        Objects.requireNonNull(createdAt);
        reason = shortened(reason.replaceAll("[^ -~]", "?"), MAX_REASON_LENGTH);
    }

    /** For the one who sends to it, within a line of SMTP. */
    public String explanation() {
        return "Suppressed since " + createdAt + ", when it bounced with: " + shortened(reason, SHOWN_REASON_LENGTH)
                + " (to send again: agentpost suppression remove ADDRESS)";
    }

    /** @return the address in the spelling that suppressions are kept in; empty for what is no address */
    public static Optional<EnvelopeAddress> parseAddress(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1
                ? Optional.of(EnvelopeAddress.of(text.substring(0, at), text.substring(at + 1)))
                : Optional.empty();
    }

    private static String shortened(String text, int length) {
        return text.length() > length ? text.substring(0, length - 3) + "..." : text;
    }
}
