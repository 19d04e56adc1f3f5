package dev.agentpost.mail.core.smtp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
public abstract class RecipientCommand extends AbstractHookableCmdHandler<RcptHook> {
    private static final ImmutableSet<String> COMMANDS = ImmutableSet.of("RCPT");
    private static final AttachmentKey<MailAddress> CURRENT =
            AttachmentKey.of("agentpost.current_recipient", MailAddress.class);

    protected RecipientCommand(MetricFactory metricFactory) {
        super(metricFactory);
    }

    /** What a path that is no address stands for. */
    protected Optional<MailAddress> wellKnown(String path) {
        return Optional.empty();
    }

    /**
     * A RCPT that was not taken.
     *
     * @param recipient when it could be read
     * @return what is answered
     */
    protected abstract Response refused(SMTPSession session, Response response, Optional<MailAddress> recipient);

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
        return response.getRetCode().equals(SmtpReplies.RECIPIENT_OK.code())
                ? response
                : refused(session, response, session.getAttachment(CURRENT, State.Transaction));
    }

    @Override
    protected Response doFilterChecks(SMTPSession session, String command, String argument) {
        return refusal(session, argument).map(SmtpReply::toResponse).orElse(null);
    }

    private Optional<SmtpReply> refusal(SMTPSession session, String argument) {
        if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
            return Optional.of(SmtpReplies.MAIL_FIRST);
        }
        return EnvelopeCommand.parse("TO", argument)
                .map(recipient -> refusal(session, recipient))
                .orElseGet(() -> Optional.of(
                        isAboutRecipient(argument) ? SmtpReplies.RECIPIENT_SYNTAX : SmtpReplies.RCPT_USAGE));
    }

    private static boolean isAboutRecipient(String argument) {
        return argument != null && argument.regionMatches(true, 0, "TO:", 0, "TO:".length());
    }

    private Optional<SmtpReply> refusal(SMTPSession session, EnvelopeCommand recipient) {
        if (!recipient.isAscii()) {
            return Optional.of(SmtpReplies.NON_ASCII);
        }
        Optional<MailAddress> address = recipient.address().or(() -> wellKnown(recipient.path()));
        if (address.isEmpty()) {
            return Optional.of(SmtpReplies.RECIPIENT_SYNTAX);
        }
        if (!recipient.parameters().isBlank()) {
            return Optional.of(SmtpReplies.unknownParameter("RCPT"));
        }
        session.setAttachment(CURRENT, address.get(), State.Transaction);
        int max = MailSession.of(session).limits().maxRecipients();
        return recipients(session).size() >= max && !recipients(session).contains(address.get())
                ? Optional.of(SmtpReplies.tooManyRecipients(max))
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
        return SmtpReplies.RECIPIENT_OK.toResponse();
    }
}
