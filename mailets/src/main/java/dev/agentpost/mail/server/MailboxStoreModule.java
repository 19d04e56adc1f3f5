package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.mailboxstore.AnnotationStore;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.Folders;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import dev.agentpost.mail.mailboxstore.Scavenger;
import dev.agentpost.mail.mailboxstore.StorageUse;
import dev.agentpost.mail.mailboxstore.StoreUpkeep;
import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import dev.agentpost.mail.mailboxstore.UsedContents;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraAnnotationStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraContentStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraEnvelopeStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraFolderRows;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraFolderStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraMoveIntentStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraSubscriptionStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraUnusedContents;
import dev.agentpost.mail.mailboxstore.cassandra.ContentSchema;
import dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema;
import dev.agentpost.mail.mailboxstore.cassandra.FolderSchema;
import dev.agentpost.mail.mailboxstore.integrity.FolderAudit;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import dev.agentpost.mail.mailboxstore.james.ContentMessageId;
import dev.agentpost.mail.mailboxstore.james.FolderMailboxId;
import dev.agentpost.mail.mailboxstore.james.FolderMailboxManager;
import dev.agentpost.mail.mailboxstore.james.FolderMapperFactory;
import dev.agentpost.mail.mailboxstore.james.FolderQuotas;
import dev.agentpost.mail.mailboxstore.james.FolderSearchIndex;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.FolderRowsAudit;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import dev.agentpost.mail.mailboxstore.search.FolderSearch;
import dev.agentpost.mail.mailboxstore.webadmin.ScavengeDetailsDto;
import dev.agentpost.mail.mailboxstore.webadmin.StoreCheckDetailsDto;
import dev.agentpost.mail.mailboxstore.webadmin.StoreRoutes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.inject.Named;
import org.apache.james.adapter.mailbox.UserRepositoryAuthenticator;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.events.EventListener;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.RightManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.SubscriptionManager;
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
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.FixedMaxQuotaManager;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.user.SubscriptionMapperFactory;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.utils.MailboxManagerDefinition;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.dto.DTOModuleInjections;

/** Mailboxes, in Cassandra. */
public final class MailboxStoreModule extends AbstractModule {
    /** Some prepare their statements when they are made. */
    private static final List<Class<?>> SINGLETONS = List.of(
            CassandraFolderRows.class,
            DefaultUserQuotaRootResolver.class,
            FolderMailboxManager.class,
            FolderMapperFactory.class,
            FolderSearchIndex.class,
            Folders.class,
            MessageFiling.class,
            NoMailboxPathLocker.class,
            SessionProviderImpl.class,
            StoreQuotaManager.class,
            StoreRightManager.class,
            StoreSubscriptionManager.class,
            UserRepositoryAuthenticator.class);

    /** After each hundred contents. */
    private static final Duration SCAVENGER_PAUSE = Duration.ofMillis(200);

    private final long quotaBytes;

    /** @param quotaBytes how much an inbox may store */
    public MailboxStoreModule(long quotaBytes) {
        this.quotaBytes = quotaBytes;
    }

    @Override
    protected void configure() {
        SINGLETONS.forEach(type -> bind(type).in(Scopes.SINGLETON));
        bindStores();
        bindMappers();
        bindManagers();
        bindQuota();
        bindUpkeep();
        bind(StockMailNotice.class).asEagerSingleton();
    }

    private void bindStores() {
        Multibinder<TableSchema> tables = Multibinder.newSetBinder(binder(), TableSchema.class);
        tables.addBinding().toInstance(FolderMessageSchema.SCHEMA);
        tables.addBinding().toInstance(ContentSchema.SCHEMA);
        tables.addBinding().toInstance(FolderSchema.SCHEMA);
        bind(FolderStore.class).to(CassandraFolderStore.class).in(Scopes.SINGLETON);
        bind(ContentStore.class).to(CassandraContentStore.class).in(Scopes.SINGLETON);
        bind(EnvelopeStore.class).to(CassandraEnvelopeStore.class).in(Scopes.SINGLETON);
        bind(MoveIntentStore.class).to(CassandraMoveIntentStore.class).in(Scopes.SINGLETON);
        bind(AnnotationStore.class).to(CassandraAnnotationStore.class).in(Scopes.SINGLETON);
        bind(SubscriptionStore.class).to(CassandraSubscriptionStore.class).in(Scopes.SINGLETON);
    }

    @Provides
    @Singleton
    FolderMessages messages(CassandraFolderRows rows, Clock clock) {
        return new RowFolderMessages(rows, LaneLimits.DEFAULT, clock);
    }

    private void bindMappers() {
        bind(MailboxSessionMapperFactory.class).to(FolderMapperFactory.class);
        bind(MessageMapperFactory.class).to(FolderMapperFactory.class);
        bind(MailboxMapperFactory.class).to(FolderMapperFactory.class);
        bind(SubscriptionMapperFactory.class).to(FolderMapperFactory.class);
        bind(MailboxId.Factory.class).to(FolderMailboxId.Factory.class);
        bind(MessageId.Factory.class).to(ContentMessageId.Factory.class);
    }

    private void bindManagers() {
        bind(StoreMailboxManager.class).to(FolderMailboxManager.class);
        bind(MailboxManager.class).to(FolderMailboxManager.class);
        bind(MailboxManager.class)
                .annotatedWith(Names.named(org.apache.james.modules.Names.MAILBOXMANAGER_NAME))
                .to(MailboxManager.class);
        bind(MailboxManagerConfiguration.class).toInstance(MailboxManagerConfiguration.DEFAULT);
        bind(BatchSizes.class).toInstance(MailboxManagerConfiguration.DEFAULT.getBatchSizes());
        bind(MailboxPathLocker.class).to(NoMailboxPathLocker.class);
        bind(SubscriptionManager.class).to(StoreSubscriptionManager.class);
        bind(SessionProvider.class).to(SessionProviderImpl.class);
        bind(Authenticator.class).to(UserRepositoryAuthenticator.class);
        bind(RightManager.class).to(StoreRightManager.class);
        bind(ThreadIdGuessingAlgorithm.class).to(NaiveThreadIdGuessingAlgorithm.class);
        bind(MessageSearchIndex.class).to(FolderSearchIndex.class);
        bind(TextExtractor.class).to(DefaultTextExtractor.class);
        bind(AttachmentContentLoader.class).toInstance((attachment, session) -> {
            throw new UnsupportedOperationException("attachments are not stored apart from their messages");
        });
    }

    private void bindQuota() {
        bind(UserQuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaRootDeserializer.class).to(DefaultUserQuotaRootResolver.class);
        bind(QuotaManager.class).to(StoreQuotaManager.class);
        bind(CurrentQuotaManager.class).to(FolderQuotas.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), EventListener.GroupEventListener.class);
        Multibinder.newSetBinder(binder(), EventListener.ReactiveGroupEventListener.class);
    }

    private void bindUpkeep() {
        bind(FolderRows.class).to(CassandraFolderRows.class);
        bind(FolderAudit.class).to(FolderRowsAudit.class).in(Scopes.SINGLETON);
        bind(UsedContents.class).to(RowUsedContents.class).in(Scopes.SINGLETON);
        bind(UnusedContents.class).to(CassandraUnusedContents.class).in(Scopes.SINGLETON);
        bind(StoreCheck.class).in(Scopes.SINGLETON);
        bind(StoreUpkeep.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(StoreRoutes.class);
    }

    @Provides
    @Singleton
    FolderSearch search(FolderMessages messages, EnvelopeStore envelopes, ContentStore contents) {
        return new FolderSearch(messages, envelopes, contents);
    }

    @Provides
    @Singleton
    Scavenger scavenger(ContentStore contents, UnusedContents unused, UsedContents used, Clock clock) {
        return new Scavenger(contents, unused, used, clock, SCAVENGER_PAUSE);
    }

    @ProvidesIntoSet
    @Named(DTOModuleInjections.WEBADMIN_DTO)
    AdditionalInformationDTOModule<
                    ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>
            checkDetails() {
        return StoreCheckDetailsDto.module();
    }

    @ProvidesIntoSet
    @Named(DTOModuleInjections.WEBADMIN_DTO)
    AdditionalInformationDTOModule<
                    ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>
            scavengeDetails() {
        return ScavengeDetailsDto.module();
    }

    @Provides
    @Singleton
    StorageUse storageUse(FolderStore names, FolderMessages messages, Clock clock) {
        return new StorageUse(names, messages, quotaBytes, clock);
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
    MailboxManagerDefinition definition(FolderMailboxManager manager) {
        return new MailboxManagerDefinition("mailboxmanager", manager) {};
    }
}
