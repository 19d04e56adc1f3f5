package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import dev.agentpost.mail.mailboxstore.cassandra.AgentPostMailboxManager;
import dev.agentpost.mail.mailboxstore.james.FrugalSearchIndex;
import java.util.List;
import org.apache.james.adapter.mailbox.UserRepositoryAuthenticator;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.events.EventListener;
import org.apache.james.eventsourcing.Event;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTO;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTOModule;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.AttachmentManager;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.RightManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.cassandra.CassandraMailboxManager;
import org.apache.james.mailbox.cassandra.CassandraMailboxSessionMapperFactory;
import org.apache.james.mailbox.cassandra.DeleteMessageListener;
import org.apache.james.mailbox.cassandra.ids.CassandraId;
import org.apache.james.mailbox.cassandra.ids.CassandraMessageId;
import org.apache.james.mailbox.cassandra.mail.ACLMapper;
import org.apache.james.mailbox.cassandra.mail.CassandraACLDAOV1;
import org.apache.james.mailbox.cassandra.mail.CassandraACLDAOV2;
import org.apache.james.mailbox.cassandra.mail.CassandraACLMapper;
import org.apache.james.mailbox.cassandra.mail.CassandraApplicableFlagDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraAttachmentDAOV2;
import org.apache.james.mailbox.cassandra.mail.CassandraAttachmentMessageIdDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraDeletedMessageDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraFirstUnseenDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxCounterDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxPathV3DAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMailboxRecentsDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageDAOV3;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageIdDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraMessageIdToImapUidDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraModSeqProvider;
import org.apache.james.mailbox.cassandra.mail.CassandraThreadDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraThreadLookupDAO;
import org.apache.james.mailbox.cassandra.mail.CassandraUidProvider;
import org.apache.james.mailbox.cassandra.mail.CassandraUserMailboxRightsDAO;
import org.apache.james.mailbox.cassandra.mail.eventsourcing.acl.ACLModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAclModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAnnotationModule;
import org.apache.james.mailbox.cassandra.modules.CassandraApplicableFlagsModule;
import org.apache.james.mailbox.cassandra.modules.CassandraAttachmentModule;
import org.apache.james.mailbox.cassandra.modules.CassandraDeletedMessageModule;
import org.apache.james.mailbox.cassandra.modules.CassandraFirstUnseenModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxCounterModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMailboxRecentsModule;
import org.apache.james.mailbox.cassandra.modules.CassandraMessageModule;
import org.apache.james.mailbox.cassandra.modules.CassandraModSeqModule;
import org.apache.james.mailbox.cassandra.modules.CassandraQuotaModule;
import org.apache.james.mailbox.cassandra.modules.CassandraSubscriptionModule;
import org.apache.james.mailbox.cassandra.modules.CassandraThreadModule;
import org.apache.james.mailbox.cassandra.modules.CassandraUidModule;
import org.apache.james.mailbox.cassandra.quota.CassandraCurrentQuotaManager;
import org.apache.james.mailbox.extractor.TextExtractor;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootDeserializer;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.BatchSizes;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.NoMailboxPathLocker;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreAttachmentManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.AttachmentMapperFactory;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.FixedMaxQuotaManager;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.apache.james.mailbox.store.quota.QuotaUpdater;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.user.SubscriptionMapperFactory;
import org.apache.james.utils.MailboxManagerDefinition;

/** Mailboxes on James's own Cassandra store, to compare ours with. */
public final class StockMailboxStoreModule extends AbstractModule {
    private static final List<CassandraModule> TABLES = List.of(
            CassandraAclModule.MODULE,
            CassandraAnnotationModule.MODULE,
            CassandraApplicableFlagsModule.MODULE,
            CassandraAttachmentModule.MODULE,
            CassandraDeletedMessageModule.MODULE,
            CassandraFirstUnseenModule.MODULE,
            CassandraMailboxCounterModule.MODULE,
            CassandraMailboxModule.MODULE,
            CassandraMailboxRecentsModule.MODULE,
            CassandraMessageModule.MODULE,
            CassandraModSeqModule.MODULE,
            CassandraQuotaModule.MODULE,
            CassandraSubscriptionModule.MODULE,
            CassandraThreadModule.MODULE,
            CassandraUidModule.MODULE);

    /** Each prepares its statements when it is made. */
    private static final List<Class<?>> SINGLETONS = List.of(
            CassandraACLDAOV1.class,
            CassandraACLDAOV2.class,
            CassandraACLMapper.class,
            CassandraACLMapper.StoreV1.class,
            CassandraACLMapper.StoreV2.class,
            CassandraApplicableFlagDAO.class,
            CassandraAttachmentDAOV2.class,
            CassandraAttachmentMessageIdDAO.class,
            CassandraDeletedMessageDAO.class,
            CassandraFirstUnseenDAO.class,
            CassandraMailboxCounterDAO.class,
            CassandraMailboxDAO.class,
            CassandraMailboxPathV3DAO.class,
            CassandraMailboxRecentsDAO.class,
            CassandraMailboxSessionMapperFactory.class,
            CassandraMessageDAO.class,
            CassandraMessageDAOV3.class,
            CassandraMessageIdDAO.class,
            CassandraMessageIdToImapUidDAO.class,
            CassandraModSeqProvider.class,
            CassandraThreadDAO.class,
            CassandraThreadLookupDAO.class,
            CassandraUidProvider.class,
            CassandraUserMailboxRightsDAO.class,
            CassandraCurrentQuotaManager.class,
            AgentPostMailboxManager.class,
            DefaultUserQuotaRootResolver.class,
            ListeningCurrentQuotaUpdater.class,
            NoMailboxPathLocker.class,
            SessionProviderImpl.class,
            StoreAttachmentManager.class,
            StoreMessageIdManager.class,
            StoreQuotaManager.class,
            StoreRightManager.class,
            StoreSubscriptionManager.class,
            UserRepositoryAuthenticator.class);

    private final long quotaBytes;

    /** @param quotaBytes how much an inbox may store */
    public StockMailboxStoreModule(long quotaBytes) {
        this.quotaBytes = quotaBytes;
    }

    @Override
    protected void configure() {
        Multibinder<CassandraModule> tables = Multibinder.newSetBinder(binder(), CassandraModule.class);
        TABLES.forEach(table -> tables.addBinding().toInstance(table));
        SINGLETONS.forEach(type -> bind(type).in(Scopes.SINGLETON));
        bindMappers();
        bindManagers();
        bindQuota();
        bindListeners();
    }

    private void bindMappers() {
        bind(MailboxSessionMapperFactory.class).to(CassandraMailboxSessionMapperFactory.class);
        bind(MessageMapperFactory.class).to(CassandraMailboxSessionMapperFactory.class);
        bind(MailboxMapperFactory.class).to(CassandraMailboxSessionMapperFactory.class);
        bind(AttachmentMapperFactory.class).to(CassandraMailboxSessionMapperFactory.class);
        bind(SubscriptionMapperFactory.class).to(CassandraMailboxSessionMapperFactory.class);
        bind(ACLMapper.class).to(CassandraACLMapper.class);
        bind(ModSeqProvider.class).to(CassandraModSeqProvider.class);
        bind(UidProvider.class).to(CassandraUidProvider.class);
        bind(MailboxId.Factory.class).to(CassandraId.Factory.class);
        bind(MessageId.Factory.class).to(CassandraMessageId.Factory.class);
        // Written when an ACL changes, which no protocol of ours offers; the store's constructor asks for it all the
        // same.
        Multibinder.newSetBinder(
                        binder(),
                        new com.google.inject.TypeLiteral<EventDTOModule<? extends Event, ? extends EventDTO>>() {})
                .addBinding()
                .toInstance(ACLModule.ACL_UPDATE);
    }

    private void bindManagers() {
        bind(CassandraMailboxManager.class).to(AgentPostMailboxManager.class);
        bind(StoreMailboxManager.class).to(AgentPostMailboxManager.class);
        bind(MailboxManager.class).to(AgentPostMailboxManager.class);
        bind(MailboxManager.class)
                .annotatedWith(Names.named(org.apache.james.modules.Names.MAILBOXMANAGER_NAME))
                .to(MailboxManager.class);
        bind(MailboxManagerConfiguration.class).toInstance(MailboxManagerConfiguration.DEFAULT);
        bind(MailboxPathLocker.class).to(NoMailboxPathLocker.class);
        bind(MessageIdManager.class).to(StoreMessageIdManager.class);
        bind(SubscriptionManager.class).to(StoreSubscriptionManager.class);
        bind(AttachmentManager.class).to(StoreAttachmentManager.class);
        bind(AttachmentContentLoader.class).to(AttachmentManager.class);
        bind(SessionProvider.class).to(SessionProviderImpl.class);
        bind(Authenticator.class).to(UserRepositoryAuthenticator.class);
        bind(RightManager.class).to(StoreRightManager.class);
        bind(ThreadIdGuessingAlgorithm.class).to(NaiveThreadIdGuessingAlgorithm.class);
        bind(MessageSearchIndex.class).to(FrugalSearchIndex.class);
        bind(TextExtractor.class).to(DefaultTextExtractor.class);
        bind(BatchSizes.class).toInstance(MailboxManagerConfiguration.DEFAULT.getBatchSizes());
    }

    private void bindQuota() {
        bind(UserQuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootDeserializer.class).to(DefaultUserQuotaRootResolver.class);
        bind(CurrentQuotaManager.class).to(CassandraCurrentQuotaManager.class);
        bind(QuotaManager.class).to(StoreQuotaManager.class);
        bind(QuotaUpdater.class).to(ListeningCurrentQuotaUpdater.class);
    }

    private void bindListeners() {
        Multibinder.newSetBinder(binder(), EventListener.GroupEventListener.class)
                .addBinding()
                .to(MailboxAnnotationListener.class);
        Multibinder<EventListener.ReactiveGroupEventListener> listeners =
                Multibinder.newSetBinder(binder(), EventListener.ReactiveGroupEventListener.class);
        listeners.addBinding().to(ListeningCurrentQuotaUpdater.class);
        listeners.addBinding().to(DeleteMessageListener.class);
        Multibinder.newSetBinder(binder(), DeleteMessageListener.DeletionCallback.class);
    }

    /** The limit stands in the configuration, not in a table: it is asked for with each message. */
    @Provides
    @Singleton
    MaxQuotaManager maxQuota() {
        FixedMaxQuotaManager fixed = new FixedMaxQuotaManager();
        fixed.setGlobalMaxStorage(QuotaSizeLimit.size(quotaBytes));
        return fixed;
    }

    @ProvidesIntoSet
    MailboxManagerDefinition definition(AgentPostMailboxManager manager) {
        return new MailboxManagerDefinition("cassandra-mailboxmanager", manager) {};
    }
}
