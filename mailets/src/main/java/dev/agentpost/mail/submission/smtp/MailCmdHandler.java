package dev.agentpost.mail.submission.smtp;

import com.google.common.collect.ImmutableSet;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.submission.SenderIdentity;
import java.util.Collection;
import java.util.Optional;
import javax.inject.Inject;
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

/** MAIL: syntax and sender here, the rest by the {@link MailHook}s of the chain. */
public class MailCmdHandler extends AbstractHookableCmdHandler<MailHook> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("MAIL");

    private final SubmissionJournal journal;

    @Inject
    public MailCmdHandler(MetricFactory metricFactory, SubmissionJournal journal) {
        super(metricFactory);
        this.journal = journal;
    }

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
            return SubmissionReplies.NESTED_MAIL.toResponse();
        }
        Response response = SafeCommand.run(() -> super.onCommand(session, request));
        if (!response.getRetCode().equals(SubmissionReplies.SENDER_OK.code())) {
            session.removeAttachment(SMTPSession.SENDER, State.Transaction);
            journal.refused(session, AuditAction.SENDER, response, Optional.empty());
        }
        return response;
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        return refusal(session, argument).map(SmtpReply::toResponse).orElse(null);
    }

    private static Optional<SmtpReply> refusal(SMTPSession session, String argument) {
        Optional<LoginContext> login = SmtpLogin.of(session);
        if (login.isEmpty()) {
            return Optional.of(SubmissionReplies.LOGIN_FIRST);
        }
        if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                .isEmpty()) {
            return Optional.of(SubmissionReplies.HELLO_FIRST);
        }
        return EnvelopeCommand.parse("FROM", argument)
                .map(mail -> refusal(session, login.get(), mail))
                .orElseGet(() -> Optional.of(SubmissionReplies.MAIL_USAGE));
    }

    private static Optional<SmtpReply> refusal(SMTPSession session, LoginContext login, EnvelopeCommand mail) {
        long maxBytes = SubmissionSession.of(session).settings().maxMessageBytes();
        Optional<SmtpReply> refusal = mail.parsedParameters()
                .map(parameters -> MailParameters.refusal(parameters, maxBytes))
                .orElseGet(() -> Optional.of(SubmissionReplies.PARAMETER_SYNTAX));
        return refusal.or(() -> refusalOfSender(session, login, mail));
    }

    private static Optional<SmtpReply> refusalOfSender(SMTPSession session, LoginContext login, EnvelopeCommand mail) {
        if (mail.path().isEmpty()) {
            // whether it is a read receipt shows in the message
            session.setAttachment(SMTPSession.SENDER, MaybeSender.nullSender(), State.Transaction);
            return Optional.empty();
        }
        if (!mail.isAscii()) {
            return Optional.of(SubmissionReplies.NON_ASCII);
        }
        Optional<MailAddress> address = mail.address();
        if (address.isEmpty()) {
            return Optional.of(SubmissionReplies.SENDER_SYNTAX);
        }
        if (!SenderIdentity.of(login.email()).owns(mail.path())) {
            return Optional.of(SubmissionReplies.NOT_YOUR_ADDRESS);
        }
        session.setAttachment(SMTPSession.SENDER, MaybeSender.of(address.get()), State.Transaction);
        return Optional.empty();
    }

    @Override
    protected HookResult callHook(MailHook hook, SMTPSession session, String argument) {
        return hook.doMail(
                session,
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender()));
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        return SubmissionReplies.SENDER_OK.toResponse();
    }
}
