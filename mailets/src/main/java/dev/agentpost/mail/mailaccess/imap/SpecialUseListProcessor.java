package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxType;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.imap.message.request.ListRequest;
import org.apache.james.imap.processor.ListProcessor;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;

/** LIST that shows special-use attributes (RFC 6154) unasked, and no rights: there is no sharing. */
public final class SpecialUseListProcessor extends ListProcessor<ListRequest> {
    private static final Capability LIST_MYRIGHTS = Capability.of("LIST-MYRIGHTS");

    @Inject
    public SpecialUseListProcessor(
            MailboxManager mailboxManager,
            StatusResponseFactory factory,
            MetricFactory metricFactory,
            SubscriptionManager subscriptionManager,
            StatusProcessor statusProcessor,
            MailboxTyper mailboxTyper) {
        super(mailboxManager, factory, metricFactory, subscriptionManager, statusProcessor, mailboxTyper);
    }

    @Override
    protected MailboxType getMailboxType(ListRequest request, ImapSession session, MailboxPath path) {
        return mailboxTyper.getMailboxType(session, path);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return super.getImplementedCapabilities(session).stream()
                .filter(capability -> !capability.equals(LIST_MYRIGHTS))
                .collect(ImmutableList.toImmutableList());
    }
}
