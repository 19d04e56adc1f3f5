package dev.agentpost.mail.mailboxstore.cassandra;

import java.time.Clock;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.cassandra.CassandraMailboxManager;
import org.apache.james.mailbox.cassandra.CassandraMailboxSessionMapperFactory;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MessageFactory;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/**
 * James's Cassandra mailboxes without attachment tables: nothing of ours reads them, and filling them costs a MIME
 * parse and several writes for each message.
 */
public final class AgentPostMailboxManager extends CassandraMailboxManager {
    private final CassandraMailboxSessionMapperFactory mapperFactory;
    private final MailboxPathLocker locker;

    @Inject
    public AgentPostMailboxManager(
            CassandraMailboxSessionMapperFactory mapperFactory,
            SessionProvider sessionProvider,
            MailboxPathLocker locker,
            MessageParser messageParser,
            MessageId.Factory messageIdFactory,
            EventBus eventBus,
            StoreMailboxAnnotationManager annotationManager,
            StoreRightManager storeRightManager,
            QuotaComponents quotaComponents,
            MessageSearchIndex index,
            MailboxManagerConfiguration configuration,
            PreDeletionHooks preDeletionHooks,
            ThreadIdGuessingAlgorithm threadIdGuessingAlgorithm,
            Clock clock) {
        super(
                mapperFactory,
                sessionProvider,
                locker,
                messageParser,
                messageIdFactory,
                eventBus,
                annotationManager,
                storeRightManager,
                quotaComponents,
                index,
                configuration,
                preDeletionHooks,
                threadIdGuessingAlgorithm,
                clock);
        this.mapperFactory = mapperFactory;
        this.locker = locker;
    }

    @Override
    protected StoreMessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
        return new MessageManagerWithoutAttachments(mailbox);
    }

    private final class MessageManagerWithoutAttachments extends StoreMessageManager {
        private MessageManagerWithoutAttachments(Mailbox mailbox) {
            super(
                    MESSAGE_CAPABILITIES,
                    mapperFactory,
                    getMessageSearchIndex(),
                    getEventBus(),
                    locker,
                    mailbox,
                    getQuotaComponents().getQuotaManager(),
                    getQuotaComponents().getQuotaRootResolver(),
                    configuration.getBatchSizes(),
                    getStoreRightManager(),
                    getPreDeletionHooks(),
                    new MessageStorer.WithoutAttachment(
                            mapperFactory,
                            getMessageIdFactory(),
                            new MessageFactory.StoreMessageFactory(),
                            getThreadIdGuessingAlgorithm(),
                            getClock()));
        }

        /** Keywords are kept. */
        @Override
        public Flags getPermanentFlags(MailboxSession session) {
            Flags flags = super.getPermanentFlags(session);
            flags.add(Flags.Flag.USER);
            return flags;
        }
    }
}
