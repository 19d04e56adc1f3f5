package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManagerStressContract;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.SubscriptionManagerContract;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.AbstractCombinationManagerTest;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
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
}
