package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.SenderCommand;
import dev.agentpost.mail.core.smtp.SmtpReply;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;

/** MAIL of anybody: who it is from is for SPF, DMARC and the rules of the recipients to judge. */
public class ReceptionMailCmdHandler extends SenderCommand {
    private final ReceptionJournal journal;

    @Inject
    public ReceptionMailCmdHandler(MetricFactory metricFactory, ReceptionJournal journal) {
        super(ReceptionTimes.of(metricFactory));
        this.journal = journal;
    }

    @Override
    protected Optional<SmtpReply> refusal(SMTPSession session) {
        return Optional.empty();
    }

    @Override
    protected Optional<SmtpReply> refusalOfSender(SMTPSession session, String path, MailAddress sender) {
        return Optional.empty();
    }

    @Override
    protected void refused(SMTPSession session, Response response) {
        journal.senderRefused(ReceptionSession.of(session), response);
    }
}
