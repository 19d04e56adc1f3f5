package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;

/** DATA: hands the lines that follow to a {@link MessageReceiver}, and the message to the {@link JamesMessageHook}s. */
public abstract class DataCommand implements CommandHandler<SMTPSession>, ExtensibleHandler {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("DATA");
    private static final SMTPResponse GO_AHEAD = new SMTPResponse("354", "End data with <CR><LF>.<CR><LF>");

    private final MetricFactory metrics;
    private MessageHooks hooks;

    protected DataCommand(MetricFactory metrics) {
        this.metrics = metrics;
        this.hooks = new MessageHooks(List.of(), metrics);
    }

    /** The message that begins. */
    protected abstract IncomingMessage incoming(MailSession session);

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(JamesMessageHook.class);
    }

    @Override
    public void wireExtensions(Class<?> type, List<?> found) {
        hooks = new MessageHooks(
                found.stream().map(JamesMessageHook.class::cast).toList(), metrics);
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
            return SmtpReplies.MAIL_FIRST.toResponse();
        }
        if (session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).isEmpty()) {
            return SmtpReplies.RCPT_FIRST.toResponse();
        }
        if (request.getArgument() != null && !request.getArgument().isEmpty()) {
            return SmtpReplies.DATA_USAGE.toResponse();
        }
        return SafeCommand.run(() -> start(MailSession.of(session)));
    }

    private Response start(MailSession session) {
        session.pushLineHandler(new MessageReceiver(session, incoming(session), hooks));
        session.setReceivingMessage(true);
        return GO_AHEAD;
    }
}
