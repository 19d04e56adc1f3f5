package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.StatusAnswers;
import dev.agentpost.mail.mailaccess.FolderNames;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.processor.CreateProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** CREATE that says when another client was faster: James then answers without a code, or not at all. */
public final class NewFolderProcessor extends CreateProcessor {

    @Inject
    public NewFolderProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(CreateRequest request, ImapSession session, Responder responder) {
        Answers answers = new Answers();
        return super.processRequestReactive(request, session, new ChangedAnswers(responder, answers::passed))
                .then(Mono.fromRunnable(() -> answers.finish(request, responder)));
    }

    private static final class Answers {
        private boolean answered;

        private Optional<ImapResponseMessage> passed(ImapResponseMessage message) {
            boolean tagged = message instanceof StatusResponse status && status.getTag() != null;
            boolean exists = tagged && HumanReadableText.MAILBOX_EXISTS.equals(((StatusResponse) message).getTextKey());
            answered |= tagged && !exists;
            return exists ? Optional.empty() : Optional.of(message);
        }

        private void finish(CreateRequest request, Responder responder) {
            if (!answered) {
                responder.respond(StatusAnswers.no(request.getTag(), FolderNames.ALREADY_EXISTS));
            }
        }
    }
}
