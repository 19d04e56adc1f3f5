package dev.agentpost.mail.login.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** LOGIN with an inbox address and an API key. */
public final class InboxLoginProcessor extends AbstractMailboxProcessor<InboxLoginRequest> {
    private final ImapLogin login;

    @Inject
    public InboxLoginProcessor(
            MailboxManager mailboxManager,
            StatusResponseFactory factory,
            MetricFactory metricFactory,
            ImapLogin login) {
        super(InboxLoginRequest.class, mailboxManager, factory, metricFactory);
        this.login = login;
    }

    @Override
    protected Mono<Void> processRequestReactive(InboxLoginRequest request, ImapSession session, Responder responder) {
        return login.login(request.credentials(), request, session, responder);
    }

    @Override
    protected MDCBuilder mdc(InboxLoginRequest request) {
        return MDCBuilder.ofValue(MDCBuilder.ACTION, "LOGIN");
    }
}
