package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.processor.ExamineProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** EXAMINE whose session hears of events in its {@link Turns}. */
public final class OrderedExamineProcessor extends ExamineProcessor {

    @Inject
    public OrderedExamineProcessor(
            MailboxManager mailboxManager,
            EventBus eventBus,
            StatusResponseFactory factory,
            MetricFactory metricFactory) {
        super(mailboxManager, new OrderedEvents(eventBus), factory, metricFactory);
    }
}
