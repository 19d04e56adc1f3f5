package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest.ClientSpecifiedUidValidity;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** SELECT as {@link Opening} has it, whose session hears of events in its {@link Turns}. */
public final class OrderedSelectProcessor extends SelectProcessor {

    @Inject
    public OrderedSelectProcessor(
            MailboxManager mailboxManager,
            EventBus eventBus,
            StatusResponseFactory factory,
            MetricFactory metricFactory) {
        super(mailboxManager, new OrderedEvents(eventBus, mailboxManager), factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(SelectRequest request, ImapSession session, Responder responder) {
        SelectRequest plain = new SelectRequest(
                request.getMailboxName(),
                request.getCondstore(),
                ClientSpecifiedUidValidity.UNKNOWN,
                null,
                null,
                null,
                null,
                request.getTag());
        return Opening.open(
                request, session, responder, answers -> super.processRequestReactive(plain, session, answers));
    }
}
