package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.StatusAnswers;
import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** STATUS that tells a mailbox that is not there from a store that does not answer: James answers both alike. */
public final class ExistingStatusProcessor extends StatusProcessor {

    @Inject
    public ExistingStatusProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(StatusRequest request, ImapSession session, Responder responder) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        return Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()))
                .flatMap(exists -> exists
                        ? super.processRequestReactive(request, session, responder)
                        : Mono.fromRunnable(() ->
                                responder.respond(StatusAnswers.no(request.getTag(), StatusAnswers.NO_SUCH_MAILBOX))));
    }
}
