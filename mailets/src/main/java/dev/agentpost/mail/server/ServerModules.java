package dev.agentpost.mail.server;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.tls.CertificateFiles;
import java.util.List;
import java.util.Optional;
import org.apache.james.IsStartedProbe;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.modules.CommonServicesModule;
import org.apache.james.modules.IsStartedProbeModule;
import org.apache.james.modules.MailboxModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.mailbox.DefaultEventModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.MailRepositoriesRoutesModule;
import org.apache.james.modules.server.NoJwtModule;
import org.apache.james.modules.server.WebAdminServerModule;
import org.apache.james.server.core.configuration.Configuration;

/**
 * Everything that this server is made of.
 *
 * <p>What is not in these lists does not exist: no LMTP, POP3, ManageSieve, JMAP or JMX, and no admin route of James
 * that makes users, domains, addresses or delegations.
 */
final class ServerModules {
    private static final List<Module> JAMES = List.of(
            new DefaultEventModule(),
            new DefaultProcessorsConfigurationProviderModule(),
            new IMAPServerModule(),
            new MailboxModule(),
            new MailetProcessingModule(),
            new MailQueueRoutesModule(),
            new MailRepositoriesRoutesModule(),
            new NoJwtModule(),
            new ProtocolHandlerModule(),
            new WebAdminServerModule());

    private ServerModules() {}

    static Module of(
            ServerSettings settings,
            ServerDirectories directories,
            Storage storage,
            CertificateFiles certificate,
            AdminToken adminToken) {
        Configuration configuration = new Configuration.Basic(
                new Configuration.ConfigurationPath(FileSystem.FILE_PROTOCOL_AND_CONF), directories);
        return Modules.override(
                        new IsStartedProbeModule(new IsStartedProbe()),
                        new CommonServicesModule(configuration),
                        Modules.combine(JAMES),
                        new AuditModule(settings.auditRetention()),
                        new BackupModule(directories, storage.embedded()),
                        new CassandraSessionModule(storage.connection()),
                        new BlobModule(),
                        new BounceModule(settings.publicNames()),
                        new ClientSetupModule(settings.publicNames(), settings.tls()),
                        new ConnectionLimitModule(settings.cassandra().isEmbedded()),
                        new DeadLetterModule(),
                        new DelegationModule(),
                        new DeletionModule(),
                        new DeliveryModule(),
                        FolderModule.of(settings.folders(), directories.configuration()),
                        new FilterRuleModule(),
                        new DkimModule(),
                        new DnsModule(settings.dns()),
                        new DomainModule(settings.publicNames()),
                        new HttpModule(settings.listeners(), certificate),
                        new IdempotencyModule(settings.cassandra().isEmbedded()),
                        new MailboxStoreModule(settings.limits().quotaBytes()),
                        new MailRepositoryModule(),
                        new OutboundModule(
                                settings.outbound(), settings.publicNames().host()),
                        new RateLimitModule(
                                settings.limits().sends(),
                                settings.cassandra().isEmbedded()
                                        ? Optional.of(directories
                                                .data()
                                                .resolve("run")
                                                .resolve("lease-notes"))
                                        : Optional.empty()),
                        new MailAuthenticationModule(
                                settings.asksDnsAboutSenders(),
                                settings.publicNames().host()),
                        new ReceptionModule(),
                        new QueueModule(directories.data().resolve("queue")),
                        new StoreModule(settings.publicNames().sharedDomain()),
                        new SubmissionModule(),
                        new SuppressionModule(),
                        new TaskModule(),
                        new TrashModule(settings.trash()),
                        new UsersModule(),
                        new AdminModule(adminToken))
                .with(
                        new PatientProcessingModule(),
                        new AdminAuthenticationModule(),
                        new EventModule(),
                        new ImapModule());
    }
}
