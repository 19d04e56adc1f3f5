package dev.agentpost.mail.submission.smtp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.core.smtp.SmtpReply;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** RCPT: syntax and number of recipients here, the rest by the {@link RcptHook}s of the chain. */
public class RcptCmdHandler extends AbstractHookableCmdHandler<RcptHook> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("RCPT");
    private static final AttachmentKey<MailAddress> CURRENT =
            AttachmentKey.of("agentpost.current_recipient", MailAddress.class);

    private final SubmissionJournal journal;

    @Inject
    public RcptCmdHandler(MetricFactory metricFactory, SubmissionJournal journal) {
        super(metricFactory);
        this.journal = journal;
    }

    @Override
    public Collection<String> getImplCommands() {
        return COMMANDS;
    }

    @Override
    protected Class<RcptHook> getHookInterface() {
        return RcptHook.class;
    }

    @Override
    public Response onCommand(SMTPSession session, Request request) {
        session.removeAttachment(CURRENT, State.Transaction);
        Response response = SafeCommand.run(() -> super.onCommand(session, request));
        if (!response.getRetCode().equals(SubmissionReplies.RECIPIENT_OK.code())) {
            Optional<String> recipient =
                    session.getAttachment(CURRENT, State.Transaction).map(MailAddress::asString);
            journal.refused(session, AuditAction.RECIPIENT, response, recipient);
        }
        return response;
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        return refusal(session, argument).map(SmtpReply::toResponse).orElse(null);
    }

    private static Optional<SmtpReply> refusal(SMTPSession session, String argument) {
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
            return Optional.of(SubmissionReplies.MAIL_FIRST);
        }
        return EnvelopeCommand.parse("TO", argument)
                .map(recipient -> refusal(session, recipient))
                .orElseGet(() -> Optional.of(
                        isAboutRecipient(argument)
                                ? SubmissionReplies.RECIPIENT_SYNTAX
                                : SubmissionReplies.RCPT_USAGE));
    }

    private static boolean isAboutRecipient(String argument) {
        return argument != null && argument.regionMatches(true, 0, "TO:", 0, "TO:".length());
    }

    private static Optional<SmtpReply> refusal(SMTPSession session, EnvelopeCommand recipient) {
        if (!recipient.isAscii()) {
            return Optional.of(SubmissionReplies.NON_ASCII);
        }
        Optional<MailAddress> address = recipient.address();
        if (address.isEmpty()) {
            return Optional.of(SubmissionReplies.RECIPIENT_SYNTAX);
        }
        if (!recipient.parameters().isBlank()) {
            return Optional.of(SubmissionReplies.unknownParameter("RCPT"));
        }
        session.setAttachment(CURRENT, address.get(), State.Transaction);
        int max = SubmissionSession.of(session).settings().maxRecipients();
        return recipients(session).size() >= max && !recipients(session).contains(address.get())
                ? Optional.of(SubmissionReplies.tooManyRecipients(max))
                : Optional.empty();
    }

    private static List<MailAddress> recipients(SMTPSession session) {
        return session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(ImmutableList.of());
    }

    private static MailAddress current(SMTPSession session) {
        return session.getAttachment(CURRENT, State.Transaction).orElseThrow();
    }

    @Override
    protected HookResult callHook(RcptHook hook, SMTPSession session, String argument) {
        return hook.doRcpt(
                session,
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender()),
                current(session));
    }

    /** A recipient named twice gets one copy; MailAddress compares without case. */
    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String argument) {
        ImmutableList<MailAddress> all = ImmutableSet.<MailAddress>builder()
                .addAll(recipients(session))
                .add(current(session))
                .build()
                .asList();
        session.setAttachment(SMTPSession.RCPT_LIST, all, State.Transaction);
        return SubmissionReplies.RECIPIENT_OK.toResponse();
    }
}
