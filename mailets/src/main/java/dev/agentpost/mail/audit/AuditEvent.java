package dev.agentpost.mail.audit;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of an organization's audit trail. Never holds a secret, and nothing of a message but its envelope.
 *
 * @param keyId of a key of this organization: the one used, or the one changed
 * @param inbox the address of an inbox of this organization
 * @param remoteAddress IP address of the client
 * @param reason why it was refused, or what it was changed to; at most {@link #MAX_REASON_LENGTH} characters, on one line
 */
public record AuditEvent(
        AuditId id,
        OrganizationId organization,
        AuditAction action,
        AuditOutcome outcome,
        Optional<ApiKeyId> keyId,
        Optional<String> inbox,
        Optional<String> remoteAddress,
        Optional<String> reason) {
    public static final int MAX_REASON_LENGTH = 500;

    public AuditEvent {
        reason = reason.map(AuditEvent::oneLine);
    }

    public static AuditEvent of(Instant now, OrganizationId organization, AuditAction action, AuditOutcome outcome) {
        return new AuditEvent(
                AuditId.generate(now),
                organization,
                action,
                outcome,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public AuditEvent withKey(ApiKeyId key) {
        return new AuditEvent(id, organization, action, outcome, Optional.of(key), inbox, remoteAddress, reason);
    }

    public AuditEvent withInbox(String email) {
        return new AuditEvent(id, organization, action, outcome, keyId, Optional.of(email), remoteAddress, reason);
    }

    public AuditEvent withRemoteAddress(String address) {
        return new AuditEvent(id, organization, action, outcome, keyId, inbox, Optional.of(address), reason);
    }

    public AuditEvent withReason(String why) {
        return new AuditEvent(id, organization, action, outcome, keyId, inbox, remoteAddress, Optional.of(why));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.substring(0, Math.min(line.length(), MAX_REASON_LENGTH));
    }
}
