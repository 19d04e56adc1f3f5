package dev.agentpost.mail.login.smtp;

import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.smtp.EndableSession;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginAttempt;
import dev.agentpost.mail.login.LoginAudit;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.LoginProtocol;
import dev.agentpost.mail.login.LoginResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the login decision, which logs why it refuses, and translates it. Shared by all connections; keeps its counts
 * in the session.
 */
public class SmtpLoginAttempt {
    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpLoginAttempt.class);
    private static final AttachmentKey<FailedLogins> FAILED_LOGINS =
            AttachmentKey.of("agentpost.failed_logins", FailedLogins.class);

    private final InboxLogin inboxLogin;
    private final LiveSessions liveSessions;
    private final LoginAudit audit;
    private final MetricFactory metrics;

    @Inject
    public SmtpLoginAttempt(InboxLogin inboxLogin, LiveSessions liveSessions, LoginAudit audit, MetricFactory metrics) {
        this.inboxLogin = inboxLogin;
        this.liveSessions = liveSessions;
        this.audit = audit;
        this.metrics = metrics;
    }

    Response login(SMTPSession session, SaslCredentials credentials) {
        return metrics.decorateSupplierWithTimerMetric("SMTP-auth", () -> answer(session, credentials));
    }

    private Response answer(SMTPSession session, SaslCredentials credentials) {
        if (credentials.actsAsAnother()) {
            LOGGER.info("SMTP login from {} refused: the client asks to act as another", remoteAddress(session));
            return refuse(session, credentials);
        }
        try {
            LoginResult result = decide(session, credentials);
            if (result instanceof LoginResult.Allowed allowed) {
                return start(session, allowed.context());
            }
            if (result instanceof LoginResult.MissingScope missing) {
                return new SmtpReply(
                                "535",
                                "5.7.8",
                                "API key lacks scope " + missing.scope().value())
                        .toResponse();
            }
            return refuse(session, credentials);
        } catch (RuntimeException e) {
            LOGGER.warn("SMTP login could not be decided: {}", e.toString());
            LOGGER.debug("SMTP login could not be decided", e);
            return SmtpLoginReplies.STORE_DOWN.toResponse();
        }
    }

    private LoginResult decide(SMTPSession session, SaslCredentials credentials) {
        LoginAttempt attempt = new LoginAttempt(
                LoginProtocol.SMTP,
                credentials.username(),
                credentials.secret(),
                Scope.MESSAGES_WRITE,
                address(session));
        return StoreCalls.await(session, inboxLogin.login(attempt))
                .orElseThrow(() -> new IllegalStateException("the login decision is never empty"));
    }

    private Response start(SMTPSession session, LoginContext context) {
        LiveSessions.Session live = liveSessions.register(
                context, reason -> ((EndableSession) session).end(new SmtpReply("421", "4.7.0", reason.text())));
        SmtpLogin.start(session, live);
        audit.success(LoginProtocol.SMTP, context, address(session));
        LOGGER.info("SMTP login of {} with {} from {}", context.email(), context.keyId(), remoteAddress(session));
        return SmtpLoginReplies.SUCCESS.toResponse();
    }

    private static Response refuse(SMTPSession session, SaslCredentials credentials) {
        boolean tooMany = failedLogins(session).addAndCheck(credentials);
        return tooMany
                ? SmtpLoginReplies.TOO_MANY_FAILURES.toClosingResponse()
                : SmtpLoginReplies.BAD_CREDENTIALS.toResponse();
    }

    private static FailedLogins failedLogins(SMTPSession session) {
        return session.getAttachment(FAILED_LOGINS, State.Connection).orElseGet(() -> {
            FailedLogins fresh = new FailedLogins();
            session.setAttachment(FAILED_LOGINS, fresh, State.Connection);
            return fresh;
        });
    }

    private static Optional<InetAddress> address(SMTPSession session) {
        return Optional.ofNullable(session.getRemoteAddress()).map(InetSocketAddress::getAddress);
    }

    private static String remoteAddress(SMTPSession session) {
        return address(session).map(InetAddress::getHostAddress).orElse("unknown");
    }
}
