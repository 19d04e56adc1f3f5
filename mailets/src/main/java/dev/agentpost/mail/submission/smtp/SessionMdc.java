package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.login.smtp.SmtpLogin;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.util.MDCBuilder;

/** What the log lines of a session say beside their text. */
final class SessionMdc {
    private SessionMdc() {}

    static MDCBuilder of(SMTPSession session) {
        MDCBuilder mdc = SMTPMDCContextFactory.forSession(session);
        SmtpLogin.of(session).ifPresent(login -> mdc.addToContext(
                        "organization", login.organizationId().value())
                .addToContext("inbox", login.inboxId().value())
                .addToContext("key", login.keyId().value()));
        return mdc;
    }
}
