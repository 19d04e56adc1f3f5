package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.StatusAnswers;
import javax.inject.Inject;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** STATUS that tells a mailbox that is not there from a store that does not answer: James answers both alike. */
public final class ExistingStatusProcessor extends StatusProcessor {
    private static final Tag NO_TAG = new Tag("*");

    @Inject
    public ExistingStatusProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(StatusRequest request, ImapSession session, Responder responder) {
        return exists(request, session)
                .flatMap(exists -> exists
                        ? super.processRequestReactive(request, session, responder)
                        : Mono.fromRunnable(() ->
                                responder.respond(StatusAnswers.no(request.getTag(), StatusAnswers.NO_SUCH_MAILBOX))));
    }

    /** The untagged answer alone, within another command (RFC 5819); nothing when the folder has just gone. */
    Mono<Void> report(String folder, StatusDataItems items, ImapSession session, Responder responder) {
        StatusRequest request = new StatusRequest(folder, items, NO_TAG);
        Untagged untagged = new Untagged(responder);
        return exists(request, session)
                .filter(exists -> exists)
                .flatMap(exists -> super.processRequestReactive(request, session, untagged))
                .then(Mono.defer(untagged::outcome));
    }

    private Mono<Boolean> exists(StatusRequest request, ImapSession session) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        return Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()));
    }

    /** Keeps the tagged answer back. */
    private static final class Untagged implements Responder {
        private final Responder delegate;
        private volatile boolean failed;

        private Untagged(Responder delegate) {
            this.delegate = delegate;
        }

        @Override
        public void respond(ImapResponseMessage message) {
            if (message instanceof StatusResponse status && NO_TAG.equals(status.getTag())) {
                failed = status.getServerResponseType() != StatusResponse.Type.OK;
            } else {
                delegate.respond(message);
            }
        }

        @Override
        public void flush() {
            delegate.flush();
        }

        private Mono<Void> outcome() {
            return failed ? Mono.error(new MailboxException("STATUS within LIST failed")) : Mono.empty();
        }
    }
}
