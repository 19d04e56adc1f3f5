package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/**
 * EHLO and HELO. Names are taken as they come, since mail programs send all kinds; those with control characters have
 * been refused by the dispatcher.
 */
public class EhloCmdHandler implements CommandHandler<SMTPSession>, ExtensibleHandler {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("EHLO", "HELO");
    private static final int MAX_NAME_LENGTH = 255;

    private List<EhloExtension> extensions = List.of();

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(EhloExtension.class);
    }

    @Override
    public void wireExtensions(Class<?> type, List<?> found) {
        extensions = found.stream().map(EhloExtension.class::cast).toList();
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        String name = request.getArgument();
        if (name == null || name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            return SmtpReplies.HELLO_ARGUMENT.toResponse();
        }
        session.resetState();
        session.setAttachment(SMTPSession.CURRENT_HELO_MODE, request.getCommand(), State.Connection);
        session.setAttachment(SMTPSession.CURRENT_HELO_NAME, name, State.Connection);
        SMTPResponse response =
                new SMTPResponse("250", session.getConfiguration().getHelloName());
        if (request.getCommand().equals("EHLO")) {
            addExtensions(session, response);
        }
        return response;
    }

    private void addExtensions(SMTPSession session, SMTPResponse response) {
        response.appendLine("PIPELINING");
        response.appendLine("SIZE " + MailSession.of(session).limits().maxMessageBytes());
        response.appendLine("8BITMIME");
        extensions.forEach(
                extension -> extension.getImplementedEsmtpFeatures(session).forEach(response::appendLine));
        response.appendLine("ENHANCEDSTATUSCODES");
    }
}
