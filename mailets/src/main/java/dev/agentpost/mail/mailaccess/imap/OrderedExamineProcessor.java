package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest.ClientSpecifiedUidValidity;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.processor.ExamineProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** EXAMINE as {@link Opening} has it, whose session hears of events in its {@link Turns}. */
public final class OrderedExamineProcessor extends ExamineProcessor {

    @Inject
    public OrderedExamineProcessor(
            MailboxManager mailboxManager,
            EventBus eventBus,
            StatusResponseFactory factory,
            MetricFactory metricFactory) {
        super(mailboxManager, new OrderedEvents(eventBus, mailboxManager), factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(ExamineRequest request, ImapSession session, Responder responder) {
        ExamineRequest plain = new ExamineRequest(
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
