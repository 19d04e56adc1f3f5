package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.DataCommand;
import dev.agentpost.mail.core.smtp.IncomingMessage;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.submission.SenderAddresses;
import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;

/** DATA of inboxes that are logged in. */
public class DataCmdHandler extends DataCommand {
    private final SenderAddresses senders;
    private final Clock clock;
    private final SubmissionJournal journal;

    @Inject
    public DataCmdHandler(SenderAddresses senders, Clock clock, MetricFactory metrics, SubmissionJournal journal) {
        super(metrics);
        this.senders = senders;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    protected IncomingMessage incoming(MailSession session) {
        return new SubmittedMessage(session, Submission.of(session, clock.instant()), senders, journal);
    }
}
