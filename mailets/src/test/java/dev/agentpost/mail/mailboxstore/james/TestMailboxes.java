package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableSet;
import dev.agentpost.mail.delivery.SentClaims;
import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.mailboxstore.CopyClaims;
import dev.agentpost.mail.mailboxstore.StorageUse;
import dev.agentpost.mail.mailboxstore.search.FolderSearch;
import dev.agentpost.mail.trash.TrashCopies;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MessageIdManagerTestSystem;
import org.apache.james.mailbox.store.NoMailboxPathLocker;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.NoMaxQuotaManager;
import org.apache.james.mailbox.store.quota.NoQuotaManager;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** James's managers on a store of ours. */
record TestMailboxes(
        FolderMailboxManager manager, FolderSearchIndex index, StoreRightManager rights, PreDeletionHooks hooks) {
    /** Without quota. */
    static TestMailboxes on(TestStore store) {
        return on(store, ImmutableSet.of());
    }

    /** Without quota. */
    static TestMailboxes on(TestStore store, Set<PreDeletionHook> hooks) {
        return on(store, new NoMaxQuotaManager(), new NoQuotaManager(), eventBus(), hooks);
    }

    /** Without quota; James's tests know of no Trash. */
    static TestMailboxes withTrash(TestStore store) {
        return on(
                store,
                new NoMaxQuotaManager(),
                new NoQuotaManager(),
                eventBus(),
                ImmutableSet.of(),
                ExpungeMode.TRASH,
                CopyClaims.NONE);
    }

    /** Where Sent holds a message once; what is used is what the folders hold. */
    static TestMailboxes withSentOnce(TestStore store, MaxQuotaManager limits) {
        QuotaManager quotas = new StoreQuotaManager(quotas(store), limits);
        return on(store, limits, quotas, eventBus(), ImmutableSet.of(), ExpungeMode.TRASH, new SentClaims());
    }

    private static EventBus eventBus() {
        return new FolderEventBus(
                new InVmEventDelivery(new RecordingMetricFactory()),
                RetryBackoffConfiguration.DEFAULT,
                new MemoryEventDeadLetters());
    }

    /** What is used is what the folders hold. */
    static TestMailboxes withLimits(TestStore store, MaxQuotaManager limits) {
        QuotaManager quotas = new StoreQuotaManager(quotas(store), limits);
        return on(store, limits, quotas, eventBus(), ImmutableSet.of());
    }

    /** Which reads anew each time. */
    static FolderQuotas quotas(TestStore store) {
        return new FolderQuotas(new StorageUse(store.names(), store.messages(), 0, store.clock()));
    }

    static TestMailboxes on(
            TestStore store,
            MaxQuotaManager limits,
            QuotaManager quotas,
            EventBus eventBus,
            Set<PreDeletionHook> hooks) {
        return on(store, limits, quotas, eventBus, hooks, ExpungeMode.DELETE, CopyClaims.NONE);
    }

    private static TestMailboxes on(
            TestStore store,
            MaxQuotaManager limits,
            QuotaManager quotas,
            EventBus eventBus,
            Set<PreDeletionHook> hooks,
            ExpungeMode mode,
            CopyClaims claims) {
        FolderMapperFactory mappers = store.mappers();
        StoreRightManager rights = new StoreRightManager(mappers, new UnionMailboxACLResolver(), eventBus);
        FakeAuthenticator authenticator = new FakeAuthenticator();
        authenticator.addUser(MailboxManagerTest.USER_1, "USER_1");
        authenticator.addUser(MailboxManagerTest.USER_2, "USER_2");
        authenticator.addUser(ManagerTestProvisionner.USER, ManagerTestProvisionner.USER_PASS);
        SessionProvider sessions = new SessionProviderImpl(authenticator, FakeAuthorizator.defaultReject());
        PreDeletionHooks preDeletionHooks = new PreDeletionHooks(hooks, new RecordingMetricFactory());
        FolderSearchIndex index = new FolderSearchIndex(
                new FolderSearch(store.messages(), store.envelopes(), store.contents()),
                new ContentMessageId.Factory());
        TrashCopies trashCopies = store.trashCopies();
        FolderMailboxManager manager = new FolderMailboxManager(
                mappers,
                store.messages(),
                store.filing(),
                claims,
                store.expunging(mode, trashCopies),
                trashCopies,
                sessions,
                new NoMailboxPathLocker(),
                new MessageParser(),
                new ContentMessageId.Factory(),
                eventBus,
                annotations(mode, mappers, rights),
                rights,
                new QuotaComponents(limits, quotas, new DefaultUserQuotaRootResolver(sessions, mappers)),
                index,
                MailboxManagerConfiguration.DEFAULT,
                preDeletionHooks,
                new NaiveThreadIdGuessingAlgorithm(),
                store.clock());
        return new TestMailboxes(manager, index, rights, preDeletionHooks);
    }

    /** James's tests want to go beyond the limits. */
    private static StoreMailboxAnnotationManager annotations(
            ExpungeMode mode, FolderMapperFactory mappers, StoreRightManager rights) {
        return mode == ExpungeMode.TRASH
                ? new StoreMailboxAnnotationManager(mappers, rights)
                : new StoreMailboxAnnotationManager(mappers, rights, 3, 30);
    }

    StoreSubscriptionManager subscriptions() {
        return new StoreSubscriptionManager(
                manager.getMapperFactory(), manager.getMapperFactory(), manager.getEventBus());
    }

    StoreMessageIdManager messageIds() {
        return new StoreMessageIdManager(
                rights,
                manager.getMapperFactory(),
                manager.getEventBus(),
                manager.getQuotaComponents().getQuotaManager(),
                manager.getQuotaComponents().getQuotaRootResolver(),
                hooks);
    }

    MessageIdManagerTestSystem messageIdSystem() {
        return new MessageIdManagerTestSystem(
                messageIds(), new ContentMessageId.Factory(), manager.getMapperFactory(), manager);
    }

    Mailbox create(MailboxPath path, MailboxSession session) throws MailboxException {
        manager.createMailbox(path, session);
        return manager.getMapperFactory()
                .getMailboxMapper(session)
                .findMailboxByPath(path)
                .block();
    }
}
