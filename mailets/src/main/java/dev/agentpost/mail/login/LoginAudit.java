package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * Notes logins in the audit trail of the organization that owns the inbox, else of the one that owns the key; those that
 * concern neither are in the log alone. Refusals are capped ({@link RefusalCap}).
 */
@Singleton
public final class LoginAudit {
    private final AuditTrail trail;
    private final Clock clock;
    private final RefusalCap refusals;

    @Inject
    public LoginAudit(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
        this.refusals = new RefusalCap(trail, clock);
    }

    public void success(LoginProtocol protocol, LoginContext context, Optional<InetAddress> address) {
        trail.record(event(protocol, context, address, AuditOutcome.SUCCESS));
    }

    public void refused(LoginProtocol protocol, LoginContext context, Optional<InetAddress> address, String reason) {
        refusals.record(event(protocol, context, address, AuditOutcome.REFUSED).withReason(reason));
    }

    /** A key without an inbox, over HTTP. */
    void success(ApiKey key, Optional<InetAddress> address) {
        trail.record(from(event(key, AuditOutcome.SUCCESS), address));
    }

    void refused(ApiKey key, Optional<InetAddress> address, String reason) {
        refusals.record(from(event(key, AuditOutcome.REFUSED).withReason(reason), address));
    }

    private AuditEvent event(ApiKey key, AuditOutcome outcome) {
        return AuditEvent.of(clock.instant(), key.organizationId(), AuditAction.HTTP_LOGIN, outcome)
                .withKey(key.id());
    }

    private AuditEvent event(
            LoginProtocol protocol, LoginContext context, Optional<InetAddress> address, AuditOutcome outcome) {
        AuditEvent event = AuditEvent.of(clock.instant(), context.organizationId(), action(protocol), outcome)
                .withKey(context.keyId())
                .withInbox(context.email().asString());
        return from(event, address);
    }

    /** @param key shown to its own organization only */
    void refused(LoginAttempt attempt, Optional<Inbox> inbox, Optional<ApiKey> key, LoginResult.Reason reason) {
        Optional<OrganizationId> owner = inbox.map(Inbox::organizationId).or(() -> key.map(ApiKey::organizationId));
        if (owner.isEmpty()) {
            return;
        }
        AuditEvent event = AuditEvent.of(clock.instant(), owner.get(), action(attempt.protocol()), AuditOutcome.REFUSED)
                .withReason(reason.name().toLowerCase(Locale.ROOT));
        AuditEvent withInbox =
                inbox.map(found -> event.withInbox(found.email().asString())).orElse(event);
        AuditEvent withKey = key.filter(found -> found.organizationId().equals(owner.get()))
                .map(found -> withInbox.withKey(found.id()))
                .orElse(withInbox);
        refusals.record(from(withKey, attempt.remoteAddress()));
    }

    private static AuditEvent from(AuditEvent event, Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress)
                .map(event::withRemoteAddress)
                .orElse(event);
    }

    private static AuditAction action(LoginProtocol protocol) {
        return switch (protocol) {
            case SMTP -> AuditAction.SMTP_LOGIN;
            case IMAP -> AuditAction.IMAP_LOGIN;
            case OTHER -> AuditAction.LOGIN;
        };
    }
}
