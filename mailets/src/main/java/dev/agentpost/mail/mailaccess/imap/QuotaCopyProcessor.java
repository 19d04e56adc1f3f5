package dev.agentpost.mail.mailaccess.imap;

import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.CopyProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;

/** COPY that leaves word when it fails for want of space: James answers as for any other failure. */
public final class QuotaCopyProcessor extends CopyProcessor {

    @Inject
    public QuotaCopyProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(mailboxManager, factory, metricFactory);
    }

    @Override
    protected Flux<MessageRange> process(
            MailboxId targetMailbox,
            SelectedMailbox currentMailbox,
            MailboxSession mailboxSession,
            MessageRange messageSet) {
        return super.process(targetMailbox, currentMailbox, mailboxSession, messageSet)
                .doOnError(OverQuotaException.class, e -> OverQuota.note(mailboxSession));
    }
}
