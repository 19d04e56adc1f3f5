package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.core.smtp.RecipientCommand;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** RCPT of inboxes that are logged in. */
public class RcptCmdHandler extends RecipientCommand {
    private final SubmissionJournal journal;

    @Inject
    public RcptCmdHandler(MetricFactory metricFactory, SubmissionJournal journal) {
        super(metricFactory);
        this.journal = journal;
    }

    @Override
    protected Response refused(SMTPSession session, Response response, Optional<MailAddress> recipient) {
        journal.refused(session, AuditAction.RECIPIENT, response, recipient.map(MailAddress::asString));
        return response;
    }
}
