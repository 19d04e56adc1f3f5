package dev.agentpost.mail.reception.smtp;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.core.smtp.ListenerFolder;
import dev.agentpost.mail.domain.DomainOwners;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.ServedDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.domain.james.LocalDomainList;
import dev.agentpost.mail.domain.memory.MemoryDomainStore;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRules;
import dev.agentpost.mail.filterrule.memory.MemoryFilterRuleStore;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.mailauthentication.MailAuthentication;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import dev.agentpost.mail.submission.StorageQuota;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.TestSpool;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/** The real listener with the shipped mxserver.xml, on memory stores that can be made to fail. */
public final class ReceptionExtension implements BeforeEachCallback, AfterEachCallback {
    public static final String SHARED_DOMAIN = "shared.localhost";
    public static final String ALICE = "alice-a1b2c3@" + SHARED_DOMAIN;
    public static final String BOB = "bob-d4e5f6@" + SHARED_DOMAIN;
    public static final String OUTSIDER = "customer@example.com";
    public static final String HOST = ListenerFolder.HOST;

    public final TestClock clock = new TestClock();
    public final Outage outage = new Outage();
    public final TestSpool spool = new TestSpool();
    public final OrganizationStore organizations =
            outage.before(OrganizationStore.class, new MemoryOrganizationStore());
    private final MemoryInboxStore addresses = new MemoryInboxStore();
    public final InboxStore inboxes = outage.before(InboxStore.class, addresses);
    public final AliasStore aliases = outage.before(AliasStore.class, addresses);
    public final DomainStore domains = outage.before(DomainStore.class, new MemoryDomainStore());
    public final FilterRuleStore filterRules = outage.before(FilterRuleStore.class, new MemoryFilterRuleStore());
    public final ServedDomains localDomains = new ServedDomains(new SharedDomain(SHARED_DOMAIN), domains);
    public final FilterRules rules = new FilterRules(filterRules, localDomains);
    public final Set<InboxAddress> fullInboxes = ConcurrentHashMap.newKeySet();
    public final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    public final RecordingMetricFactory metrics = new RecordingMetricFactory();

    public final Organization acme = organization("Acme");
    public final Inbox alice = inbox(acme, ALICE);
    public final Inbox bob = inbox(acme, BOB);

    public volatile MailAuthentication authentication = MailAuthentication.OFF;

    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final List<SmtpClient> clients = new ArrayList<>();
    private ListenerFolder folder;
    private ReceptionServerFactory servers;

    /** Another value for a key of mxserver.xml. */
    public ReceptionExtension with(String setting, String value) {
        overrides.put(setting, value);
        return this;
    }

    public Organization organization(String name) {
        Organization organization =
                new Organization(OrganizationId.generate(), name, OrganizationStatus.ACTIVE, Instant.EPOCH);
        organizations.create(organization).block();
        return organization;
    }

    public Inbox inbox(Organization owner, String address) {
        Inbox inbox = new Inbox(
                InboxId.generate(),
                owner.id(),
                InboxAddress.parse(address).orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH);
        inboxes.create(inbox).block();
        return inbox;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = ListenerFolder.create();
        Injector injector = Guice.createInjector(new TestModule());
        servers = new ReceptionServerFactory(null, ListenerFolder.loader(injector), folder, metrics, clock);
        servers.configure(folder.configuration("mxserver.xml", overrides));
        servers.init();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        clients.forEach(SmtpClient::close);
        servers.destroy();
        folder.close();
    }

    public int port() {
        return servers.getServers().get(0).getPort();
    }

    public SSLContext clientTls() {
        return folder.clientTls();
    }

    /** A connection that has read nothing yet. */
    public SmtpClient dial(String beforeGreeting) throws IOException {
        SmtpClient client = SmtpClient.plain(port(), beforeGreeting);
        clients.add(client);
        return client;
    }

    /** A connection that has read the greeting. */
    public SmtpClient connect() throws IOException {
        SmtpClient client = dial("");
        client.read();
        return client;
    }

    public SmtpClient greeted() throws IOException {
        SmtpClient client = connect();
        client.command("EHLO client.example.com");
        return client;
    }

    /** A connection within TLS that was greeted again. */
    public SmtpClient secured() throws IOException {
        SmtpClient client = greeted();
        client.command("STARTTLS");
        client.startTls(clientTls());
        client.command("EHLO client.example.com");
        return client;
    }

    private final class TestModule extends AbstractModule {
        @Override
        protected void configure() {
            bind(Clock.class).toInstance(clock);
            bind(MetricFactory.class).toInstance(metrics);
            bind(AuditTrail.class).toInstance(audited::add);
            bind(ReceptionJournal.class).in(Scopes.SINGLETON);
            bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(spool);
            bind(CachedLogins.class).toInstance(new CachedLogins(inboxes, new MemoryApiKeyStore(), organizations));
            bind(MailAuthentication.class).toInstance(message -> authentication.check(message));
            bind(OrganizationStore.class).toInstance(organizations);
            bind(InboxStore.class).toInstance(inboxes);
            bind(LocalDomains.class).toInstance(localDomains);
            bind(DomainOwners.class).toInstance(localDomains);
            bind(AliasStore.class).toInstance(aliases);
            bind(DomainList.class).toInstance(new LocalDomainList(localDomains, Domain.of(SHARED_DOMAIN)));
            bind(FilterRules.class).toInstance(rules);
            bind(StorageQuota.class).toInstance(inbox -> Mono.just(fullInboxes.contains(inbox)));
        }
    }
}
