package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.DataCommand;
import dev.agentpost.mail.core.smtp.IncomingMessage;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.mailauthentication.MailAuthentication;
import dev.agentpost.mail.reception.MailLoop;
import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;

/** DATA of anybody. */
public class ReceptionDataCmdHandler extends DataCommand {
    private final Clock clock;
    private final MailAuthentication authentication;
    private final ReceptionJournal journal;

    @Inject
    public ReceptionDataCmdHandler(
            Clock clock, MetricFactory metrics, MailAuthentication authentication, ReceptionJournal journal) {
        super(ReceptionTimes.of(metrics));
        this.clock = clock;
        this.authentication = authentication;
        this.journal = journal;
    }

    @Override
    protected IncomingMessage incoming(MailSession session) {
        ReceptionSession reception = ReceptionSession.of(session);
        ReceptionSettings settings = reception.settings();
        return new ReceivedMessage(
                Reception.of(reception, clock.instant()),
                new ReceptionChecks(new MailLoop(settings.maxReceivedFields()), authentication, settings.dmarcPolicy()),
                journal);
    }
}
