package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** Commands of the RFCs that a listener does not offer, or that would tell who has an inbox here. */
public class NotImplementedCmdHandler implements CommandHandler<SMTPSession> {
    private static final ImmutableSet<String> COMMANDS =
            ImmutableSet.of("AUTH", "VRFY", "EXPN", "HELP", "STARTTLS", "BDAT", "ETRN", "TURN", "SEND", "SOML", "SAML");

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return SmtpReplies.NOT_IMPLEMENTED.toResponse();
    }
}
