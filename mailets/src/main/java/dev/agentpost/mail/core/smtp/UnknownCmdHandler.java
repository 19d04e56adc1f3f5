package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.UnknownCommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** Whatever no handler knows; a client that goes on like that speaks no SMTP. */
public class UnknownCmdHandler implements CommandHandler<SMTPSession> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of(UnknownCommandHandler.COMMAND_IDENTIFIER);

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return MailSession.of(session).isOneUnknownCommandTooMany()
                ? SmtpReplies.TOO_MANY_UNKNOWN.toClosingResponse()
                : SmtpReplies.UNKNOWN_COMMAND.toResponse();
    }
}
