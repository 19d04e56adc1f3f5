package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPStartTlsResponse;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/** STARTTLS (RFC 3207). What was said before it is forgotten; {@link LineDecoder} sees what is sent behind it. */
public class StartTlsCmdHandler implements CommandHandler<SMTPSession>, EhloExtension {
    private static final String STARTTLS = "STARTTLS";
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of(STARTTLS);

    static boolean isPossible(SMTPSession session) {
        return session.isStartTLSSupported() && !session.isTLSStarted();
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return isPossible(session) ? List.of(STARTTLS) : List.of();
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (!isPossible(session)) {
            return SmtpReplies.TLS_ACTIVE.toResponse();
        }
        if (request.getArgument() != null && !request.getArgument().isEmpty()) {
            return SmtpReplies.STARTTLS_USAGE.toResponse();
        }
        if (MailSession.of(session).hasPlaintextBehindStartTls()) {
            return SmtpReplies.PLAINTEXT_BEHIND_STARTTLS.toClosingResponse();
        }
        session.resetState();
        session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        session.removeAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection);
        return new SMTPStartTlsResponse("220", "2.0.0 Ready to start TLS");
    }
}
