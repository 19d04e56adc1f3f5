package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;

/** MAIL: syntax here, who may send in the listener's own class, the rest by the {@link MailHook}s of the chain. */
public abstract class SenderCommand extends AbstractHookableCmdHandler<MailHook> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("MAIL");

    protected SenderCommand(MetricFactory metricFactory) {
        super(metricFactory);
    }

    /** Why nobody may send on this session yet. */
    protected abstract Optional<SmtpReply> refusal(SMTPSession session);

    /**
     * Why this one may not.
     *
     * @param path as it was given, {@code sender} in James's form
     */
    protected abstract Optional<SmtpReply> refusalOfSender(SMTPSession session, String path, MailAddress sender);

    /** Why the parameter is refused; those of every listener are known to the caller. */
    protected Optional<SmtpReply> refusalOfParameter(String name, String value) {
        return Optional.of(SmtpReplies.unknownParameter("MAIL"));
    }

    /** A MAIL that was not taken. */
    protected abstract void refused(SMTPSession session, Response response);

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    protected Class<MailHook> getHookInterface() {
        return MailHook.class;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
            return SmtpReplies.NESTED_MAIL.toResponse();
        }
        Response response = SafeCommand.run(() -> super.onCommand(session, request));
        if (!response.getRetCode().equals(SmtpReplies.SENDER_OK.code())) {
            session.removeAttachment(SMTPSession.SENDER, State.Transaction);
            refused(session, response);
        }
        return response;
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        return refusal(session, argument).map(SmtpReply::toResponse).orElse(null);
    }

    private Optional<SmtpReply> refusal(SMTPSession session, String argument) {
        Optional<SmtpReply> early = refusal(session);
        if (early.isPresent()) {
            return early;
        }
        if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                .isEmpty()) {
            return Optional.of(SmtpReplies.HELLO_FIRST);
        }
        return EnvelopeCommand.parse("FROM", argument)
                .map(mail -> refusal(session, mail))
                .orElseGet(() -> Optional.of(SmtpReplies.MAIL_USAGE));
    }

    private Optional<SmtpReply> refusal(SMTPSession session, EnvelopeCommand mail) {
        Optional<SmtpReply> refusal = mail.parsedParameters()
                .map(parameters -> refusalOfParameters(session, parameters))
                .orElseGet(() -> Optional.of(SmtpReplies.PARAMETER_SYNTAX));
        return refusal.or(() -> takeSender(session, mail));
    }

    private Optional<SmtpReply> refusalOfParameters(SMTPSession session, Map<String, String> parameters) {
        long maxBytes = MailSession.of(session).limits().maxMessageBytes();
        return MailParameters.refusal(parameters, maxBytes, this::refusalOfParameter);
    }

    private Optional<SmtpReply> takeSender(SMTPSession session, EnvelopeCommand mail) {
        if (mail.path().isEmpty()) {
            session.setAttachment(SMTPSession.SENDER, MaybeSender.nullSender(), State.Transaction);
            return Optional.empty();
        }
        if (!mail.isAscii()) {
            return Optional.of(SmtpReplies.NON_ASCII);
        }
        Optional<MailAddress> address = mail.address();
        if (address.isEmpty()) {
            return Optional.of(SmtpReplies.SENDER_SYNTAX);
        }
        Optional<SmtpReply> refusal = refusalOfSender(session, mail.path(), address.get());
        if (refusal.isEmpty()) {
            session.setAttachment(SMTPSession.SENDER, MaybeSender.of(address.get()), State.Transaction);
        }
        return refusal;
    }

    @Override
    protected HookResult callHook(MailHook hook, SMTPSession session, String argument) {
        return hook.doMail(
                session,
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender()));
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        return SmtpReplies.SENDER_OK.toResponse();
    }
}
