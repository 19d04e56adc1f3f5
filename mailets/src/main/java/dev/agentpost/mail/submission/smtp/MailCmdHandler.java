package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.core.smtp.SenderCommand;
import dev.agentpost.mail.core.smtp.SmtpReplies;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.submission.SenderAddresses;
import dev.agentpost.mail.submission.SenderIdentity;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * MAIL of inboxes that are logged in. Whether the mail of an empty reverse-path is a read receipt shows in the message.
 */
public class MailCmdHandler extends SenderCommand {
    private final SenderAddresses senders;
    private final SubmissionJournal journal;

    @Inject
    public MailCmdHandler(MetricFactory metricFactory, SenderAddresses senders, SubmissionJournal journal) {
        super(metricFactory);
        this.senders = senders;
        this.journal = journal;
    }

    @Override
    protected Optional<SmtpReply> refusal(SMTPSession session) {
        return SmtpLogin.of(session).isPresent() ? Optional.empty() : Optional.of(SubmissionReplies.LOGIN_FIRST);
    }

    @Override
    protected Optional<SmtpReply> refusalOfSender(SMTPSession session, String path, MailAddress sender) {
        SenderIdentity identity = StoreCalls.await(
                        session, senders.identity(SmtpLogin.of(session).orElseThrow(), List.of(path)))
                .orElseThrow();
        return identity.owns(path) ? Optional.empty() : Optional.of(SubmissionReplies.NOT_YOUR_ADDRESS);
    }

    /** RFC 4954 section 5: AUTH= is to be accepted by whoever offers AUTH; nothing follows from it here. */
    @Override
    protected Optional<SmtpReply> refusalOfParameter(String name, String value) {
        if (!name.equals("AUTH")) {
            return super.refusalOfParameter(name, value);
        }
        return value.isEmpty() ? Optional.of(SmtpReplies.PARAMETER_SYNTAX) : Optional.empty();
    }

    @Override
    protected void refused(SMTPSession session, Response response) {
        journal.refused(session, AuditAction.SENDER, response, Optional.empty());
    }
}
