package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** SELECT whose session hears of events in its {@link Turns}. */
public final class OrderedSelectProcessor extends SelectProcessor {

    @Inject
    public OrderedSelectProcessor(
            MailboxManager mailboxManager,
            EventBus eventBus,
            StatusResponseFactory factory,
            MetricFactory metricFactory) {
        super(mailboxManager, new OrderedEvents(eventBus), factory, metricFactory);
    }
}
