package dev.agentpost.mail.submission.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** Commands of the RFCs that would tell who has an inbox here, or have no use within TLS. */
public class NotImplementedCmdHandler implements CommandHandler<SMTPSession> {
    private static final ImmutableSet<String> COMMANDS =
            ImmutableSet.of("VRFY", "EXPN", "HELP", "STARTTLS", "BDAT", "ETRN", "TURN", "SEND", "SOML", "SAML");

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        return SubmissionReplies.NOT_IMPLEMENTED.toResponse();
    }
}
