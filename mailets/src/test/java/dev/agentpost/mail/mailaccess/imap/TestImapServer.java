package dev.agentpost.mail.mailaccess.imap;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.memory.MemoryConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.memory.MemorySlotStore;
import dev.agentpost.mail.folder.FolderRules;
import dev.agentpost.mail.folder.james.JamesInboxMailboxes;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.server.ImapModule;
import dev.agentpost.mail.server.configuration.FolderNamesFile;
import dev.agentpost.mail.tls.CertificateFiles;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OwnCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.RunArguments;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.events.EventBus;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.ImapPackage;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.ExtensionConfiguration;

/**
 * The real IMAP server with james-conf/imapserver.xml on a free port, over mailboxes in memory: James's, unless the test
 * brings its own.
 */
public final class TestImapServer implements AutoCloseable {
    public final TestAccounts accounts = new TestAccounts();

    private final StoreMailboxManager mailboxes;
    public final ConnectionLimits limits = new ConnectionLimits(new MemoryConnectionLimitStore());
    private final MemorySlotStore slotStore = new MemorySlotStore(Clock.systemUTC());
    private final Outage outage = new Outage();
    private final ConnectionSlots slots = new ConnectionSlots(limits, outage.before(SlotStore.class, slotStore));
    private final SSLContext trust;
    private final IMAPServerFactory server;
    private final CountingEventBus events;
    private volatile boolean mailboxesDown;

    private TestImapServer(
            CertificateFiles certificate,
            Path folder,
            Map<String, String> overrides,
            boolean folderCreation,
            StoreMailboxManager mailboxes,
            Map<Class<?>, Class<?>> stock)
            throws Exception {
        this.mailboxes = mailboxes;
        events = new CountingEventBus(mailboxes.getEventBus());
        trust = trust(certificate.authority().orElseThrow());
        System.setProperty("agentpost.tls.key", certificate.privateKey().toString());
        System.setProperty(
                "agentpost.tls.certificate", certificate.certificate().toString());
        System.setProperty("agentpost.bind.address", "127.0.0.1");
        System.setProperty("agentpost.imaps.port", "0");
        System.setProperty("agentpost.max.message.bytes", "73400320");
        Injector injector = Guice.createInjector(
                Modules.override(Modules.override(new IMAPServerModule()).with(new ImapModule()))
                        .with(binder -> binder.bind(ImapPackage.class)
                                .toInstance(new StockPackage(new AgentPostImapPackage(), stock))),
                new Surroundings(folder, folderCreation));
        server = injector.getInstance(IMAPServerFactory.class);
        HierarchicalConfiguration<ImmutableNode> configuration =
                injector.getInstance(ConfigurationProvider.class).getConfiguration("imapserver");
        configuration.setProperty("imapserver.gracefulShutdown", false);
        // Several servers may run in one JVM, and the MBean has this name.
        configuration.setProperty("imapserver.jmxName", "imaps-" + UUID.randomUUID());
        overrides.forEach((key, value) -> configuration.setProperty("imapserver." + key, value));
        server.configure(configuration);
        server.init();
    }

    public static TestImapServer start(Path folder) throws Exception {
        return start(folder, Map.of());
    }

    /** @param overrides keys of one server block with other values */
    public static TestImapServer start(Path folder, Map<String, String> overrides) throws Exception {
        return start(folder, overrides, true, ofJames(), Map.of());
    }

    private static StoreMailboxManager ofJames() {
        return InMemoryIntegrationResources.builder()
                .preProvisionnedFakeAuthenticator()
                .fakeAuthorizator()
                .inVmEventBus()
                .defaultAnnotationLimits()
                .defaultMessageParser()
                .scanningSearchIndex()
                .noPreDeletionHooks()
                .storeQuotaManager()
                .build()
                .getMailboxManager();
    }

    public static TestImapServer startWithoutFolderCreation(Path folder) throws Exception {
        return start(folder, Map.of(), false, ofJames(), Map.of());
    }

    public static TestImapServer start(Path folder, StoreMailboxManager mailboxes) throws Exception {
        return start(folder, Map.of(), true, mailboxes, Map.of());
    }

    /** @param stock classes of James's in the place of ours, which are the keys */
    static TestImapServer withStock(Path folder, Map<Class<?>, Class<?>> stock) throws Exception {
        return start(folder, Map.of(), true, ofJames(), stock);
    }

    private static TestImapServer start(
            Path folder,
            Map<String, String> overrides,
            boolean folderCreation,
            StoreMailboxManager mailboxes,
            Map<Class<?>, Class<?>> stock)
            throws Exception {
        OwnCertificate certificate = new OwnCertificate(
                folder.resolve("tls"), CertificateNames.of("localhost", List.of()), Clock.systemUTC());
        certificate.refresh();
        return new TestImapServer(certificate.files(), folder, overrides, folderCreation, mailboxes, stock);
    }

    private static SSLContext trust(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A connection that has been greeted. */
    public ImapClient connect() throws IOException {
        return new ImapClient(socket());
    }

    public SSLSocket socket() throws IOException {
        return (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port());
    }

    public ImapClient login(TestAccounts.Key key) throws IOException {
        ImapClient client = connect();
        String status = client.status("LOGIN " + TestAccounts.ALICE.asString() + " " + key.text());
        if (!status.startsWith("OK")) {
            throw new IllegalStateException(status);
        }
        return client;
    }

    /** What the store of connections has. */
    public int heldConnections() {
        return slotStore.held(accounts.alice.id()).block();
    }

    /** How many selected mailboxes listen to events. */
    public int registrations() {
        return events.registrations();
    }

    public int port() {
        return server.getServers().get(0).getListenAddresses().get(0).getPort();
    }

    public IMAPServerFactory factory() {
        return server;
    }

    /** Makes the store of connections fail. */
    public void setSlotsDown(boolean down) {
        outage.end();
        if (down) {
            outage.begin(SlotStore.class);
        }
    }

    /** TLS over a connection that the test can break. */
    public SSLSocket socketOver(Socket plain) throws IOException {
        SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(plain, "127.0.0.1", port(), true);
        tls.startHandshake();
        return tls;
    }

    /** See {@link CountingEventBus}. */
    CountingEventBus events() {
        return events;
    }

    /** Makes every access to mailboxes fail, as when the store does not answer. */
    public void setMailboxesDown(boolean down) {
        mailboxesDown = down;
    }

    /** As the mail flow does, past every scope. */
    public void deliver(InboxAddress inbox, String folder, String message) throws Exception {
        MailboxSession session = mailboxes.createSystemSession(Username.of(inbox.asString()));
        new JamesInboxMailboxes(mailboxes, subscriptions()).provision(inbox).block();
        mailboxes
                .getMailbox(MailboxPath.forUser(session.getUser(), folder), session)
                .appendMessage(
                        MessageManager.AppendCommand.builder().build(message.getBytes(StandardCharsets.US_ASCII)),
                        session);
    }

    /** Whatever the rules on names are, as for a folder that was there before them. */
    public void makeFolder(InboxAddress inbox, String name) throws Exception {
        MailboxSession session = mailboxes.createSystemSession(Username.of(inbox.asString()));
        mailboxes.createMailbox(MailboxPath.forUser(session.getUser(), name), session);
    }

    public void limitStorage(long bytes) throws Exception {
        mailboxes.getQuotaComponents().getMaxQuotaManager().setGlobalMaxStorage(QuotaSizeLimit.size(bytes));
    }

    private SubscriptionManager subscriptions() {
        return new StoreSubscriptionManager(
                mailboxes.getMapperFactory(), mailboxes.getMapperFactory(), mailboxes.getEventBus());
    }

    private MailboxManager failingAtWill() {
        return (MailboxManager) Proxy.newProxyInstance(
                MailboxManager.class.getClassLoader(),
                new Class<?>[] {MailboxManager.class},
                (proxy, method, arguments) -> {
                    boolean reaches = method.getName().startsWith("getMailbox")
                            || method.getName().equals("search");
                    if (mailboxesDown && reaches) {
                        throw new IllegalStateException("store down");
                    }
                    try {
                        return method.invoke(mailboxes, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void close() {
        server.destroy();
    }

    /** What the rest of the server provides to the IMAP part. */
    private final class Surroundings extends AbstractModule {
        private final Path folder;
        private final boolean folderCreation;

        private Surroundings(Path folder, boolean folderCreation) {
            this.folder = folder;
            this.folderCreation = folderCreation;
        }

        @Override
        protected void configure() {
            Configuration.Basic configuration = Configuration.builder()
                    .workingDirectory(folder.toFile())
                    .configurationPath(new Configuration.ConfigurationPath(
                            "file://" + Path.of("../james-conf").toAbsolutePath() + "/"))
                    .build();
            FileSystem fileSystem = new FileSystemImpl(configuration.directories());
            SubscriptionManager subscriptions = subscriptions();
            bind(FileSystem.class).toInstance(fileSystem);
            bind(ConfigurationProvider.class).toInstance(new FileConfigurationProvider(fileSystem, configuration));
            bind(RunArguments.class).toInstance(RunArguments.empty());
            bind(ExtensionConfiguration.class).toInstance(ExtensionConfiguration.DEFAULT);
            bind(MetricFactory.class).toInstance(new RecordingMetricFactory());
            bind(GaugeRegistry.class).toInstance(new NoopGaugeRegistry());
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(MailboxManager.class).toInstance(failingAtWill());
            bind(SubscriptionManager.class).toInstance(subscriptions);
            bind(EventBus.class).toInstance(events);
            bind(QuotaManager.class).toInstance(mailboxes.getQuotaComponents().getQuotaManager());
            bind(QuotaRootResolver.class)
                    .toInstance(mailboxes.getQuotaComponents().getQuotaRootResolver());
            bind(FolderRules.class)
                    .toInstance(new FolderRules(FolderNamesFile.read(Path.of("../james-conf")), folderCreation));
            bind(AuditTrail.class).toInstance(accounts.audited::add);
            bind(InboxLogin.class).toInstance(accounts.login());
            bind(LiveSessions.class).toInstance(accounts.liveSessions);
            bind(InboxMailboxes.class).toInstance(new JamesInboxMailboxes(mailboxes, subscriptions));
            bind(ConnectionSlots.class).toInstance(slots);
        }
    }
}
