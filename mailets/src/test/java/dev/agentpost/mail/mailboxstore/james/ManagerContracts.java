package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManagerStressContract;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.SubscriptionManagerContract;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.manager.IntegrationResources;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.manager.QuotaMessageManagerContract;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.AbstractCombinationManagerTest;
import org.apache.james.mailbox.store.AbstractMessageIdManagerSideEffectTest;
import org.apache.james.mailbox.store.AbstractMessageIdManagerStorageTest;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.apache.james.mailbox.store.quota.CurrentQuotaManagerContract;
import org.apache.james.mailbox.store.quota.NoMaxQuotaManager;
import org.apache.james.mailbox.store.search.AbstractMessageSearchIndexTest;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's tests of managers, on our store. */
@ExtendWith(NotForOurStore.class)
abstract class ManagerContracts {
    private static final Clock CLOCK = Clock.systemUTC();

    /** An empty one with each call. */
    abstract TestStore store(Clock clock);

    @Nested
    class Mailboxes extends MailboxManagerTest<FolderMailboxManager> {
        private TestMailboxes mailboxes;

        @Override
        protected FolderMailboxManager provideMailboxManager() {
            mailboxes = TestMailboxes.on(store(CLOCK), preDeletionHooks());
            return mailboxes.manager();
        }

        @Override
        protected SubscriptionManager provideSubscriptionManager() {
            return mailboxes.subscriptions();
        }

        @Override
        protected EventBus retrieveEventBus(FolderMailboxManager manager) {
            return manager.getEventBus();
        }
    }

    @Nested
    class Stress implements MailboxManagerStressContract<FolderMailboxManager> {
        private FolderMailboxManager manager;

        @BeforeEach
        void setUp() {
            manager = TestMailboxes.on(store(CLOCK)).manager();
        }

        @Override
        public FolderMailboxManager getManager() {
            return manager;
        }

        @Override
        public EventBus retrieveEventBus() {
            return manager.getEventBus();
        }
    }

    @Nested
    class Subscriptions implements SubscriptionManagerContract {
        private SubscriptionManager subscriptions;

        @BeforeEach
        void setUp() {
            subscriptions = TestMailboxes.on(store(CLOCK)).subscriptions();
        }

        @Override
        public SubscriptionManager getSubscriptionManager() {
            return subscriptions;
        }
    }

    @Nested
    class Combinations extends AbstractCombinationManagerTest {
        @Override
        protected CombinationManagerTestSystem createTestingData() {
            TestMailboxes mailboxes = TestMailboxes.on(store(CLOCK));
            return new CombinationManagerTestSystem(mailboxes.manager(), mailboxes.messageIds()) {
                @Override
                public Mailbox createMailbox(MailboxPath path, MailboxSession session) throws MailboxException {
                    return mailboxes.create(path, session);
                }

                @Override
                public MessageManager createMessageManager(Mailbox mailbox, MailboxSession session)
                        throws MailboxException {
                    return mailboxes.manager().getMailbox(mailbox, session);
                }
            };
        }
    }

    @Nested
    class MessageIds extends AbstractMessageIdManagerStorageTest {
        @Override
        protected MessageIdManagerTestSystem createTestingData() {
            return TestMailboxes.on(store(CLOCK)).messageIdSystem();
        }
    }

    @Nested
    class MessageIdEvents extends AbstractMessageIdManagerSideEffectTest {
        @Override
        protected MessageIdManagerTestSystem createTestSystem(
                QuotaManager quotas, EventBus eventBus, Set<PreDeletionHook> hooks) {
            return TestMailboxes.on(store(CLOCK), new NoMaxQuotaManager(), quotas, eventBus, hooks)
                    .messageIdSystem();
        }
    }

    @Nested
    class Quotas implements QuotaMessageManagerContract<FolderMailboxManager> {
        private LimitedMailboxes mailboxes;
        private ManagerTestProvisionner provisioner;

        @BeforeEach
        void setUp() throws Exception {
            mailboxes =
                    new LimitedMailboxes(TestMailboxes.withLimits(store(CLOCK), new InMemoryPerUserMaxQuotaManager()));
            provisioner = new ManagerTestProvisionner(mailboxes);
            provisioner.createMailboxes();
        }

        @Override
        public IntegrationResources<FolderMailboxManager> getResources() {
            return mailboxes;
        }

        @Override
        public ManagerTestProvisionner getProvisionner() {
            return provisioner;
        }
    }

    private record LimitedMailboxes(TestMailboxes mailboxes) implements IntegrationResources<FolderMailboxManager> {
        @Override
        public FolderMailboxManager getMailboxManager() {
            return mailboxes.manager();
        }

        @Override
        public QuotaManager getQuotaManager() {
            return mailboxes.manager().getQuotaComponents().getQuotaManager();
        }

        @Override
        public MaxQuotaManager getMaxQuotaManager() {
            return mailboxes.manager().getQuotaComponents().getMaxQuotaManager();
        }

        @Override
        public QuotaRootResolver getQuotaRootResolver() {
            return mailboxes.manager().getQuotaComponents().getQuotaRootResolver();
        }
    }

    @Nested
    class CurrentQuotas implements CurrentQuotaManagerContract {
        private CurrentQuotaManager quotas;

        @BeforeEach
        void setUp() {
            quotas = TestMailboxes.quotas(store(CLOCK));
        }

        @Override
        public CurrentQuotaManager testee() {
            return quotas;
        }
    }

    /** Without a {@code messageIdManager}: the tests that have one use its {@code setInMailboxes}. */
    @Nested
    class Searches extends AbstractMessageSearchIndexTest {
        @Override
        protected void initializeMailboxManager() {
            TestMailboxes mailboxes = TestMailboxes.on(store(new UpdatableTickingClock(Instant.now())));
            storeMailboxManager = mailboxes.manager();
            messageSearchIndex = mailboxes.index();
            eventBus = mailboxes.manager().getEventBus();
            messageIdFactory = new ContentMessageId.Factory();
        }

        /** The search is in what is stored, not in an index that lags behind. */
        @Override
        protected void awaitMessageCount(List<MailboxId> mailboxes, SearchQuery query, long count) {}

        @Override
        protected MessageId initNewBasedMessageId() {
            return messageIdFactory.generate();
        }

        @Override
        protected MessageId initOtherBasedMessageId() {
            return messageIdFactory.generate();
        }
    }
}
