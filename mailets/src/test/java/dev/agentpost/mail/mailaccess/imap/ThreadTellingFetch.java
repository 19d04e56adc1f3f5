package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.StatusAnswers;
import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** Tells on which thread it runs. */
public final class ThreadTellingFetch extends AbstractMailboxProcessor<FetchRequest> {
    @Inject
    public ThreadTellingFetch(MailboxManager mailboxes, StatusResponseFactory factory, MetricFactory metrics) {
        super(FetchRequest.class, mailboxes, factory, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        return Mono.fromRunnable(() -> responder.respond(
                StatusAnswers.no(request.getTag(), Thread.currentThread().getName())));
    }

    @Override
    protected MDCBuilder mdc(FetchRequest request) {
        return MDCBuilder.create();
    }
}
