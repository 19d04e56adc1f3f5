package dev.agentpost.mail.submission.smtp;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.core.smtp.EnqueueMessageHook;
import dev.agentpost.mail.core.smtp.ListenerFolder;
import dev.agentpost.mail.core.smtp.SmtpReply;
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
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.KeyedSubmissions;
import dev.agentpost.mail.idempotency.SingleNodeKeyedSubmissions;
import dev.agentpost.mail.idempotency.memory.MemoryIdempotencyStore;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.login.ApiKeyInboxLogin;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginAudit;
import dev.agentpost.mail.login.SessionGuard;
import dev.agentpost.mail.login.memory.MemoryLoginChangeLog;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;
import dev.agentpost.mail.ratelimit.memory.MemorySendLimitStore;
import dev.agentpost.mail.submission.InboxRecipientDirectory;
import dev.agentpost.mail.submission.RecipientDirectory;
import dev.agentpost.mail.submission.StorageQuota;
import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.Suppressions;
import dev.agentpost.mail.suppression.memory.MemorySuppressionStore;
import java.io.IOException;
import java.security.SecureRandom;
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
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/** The real listener with the shipped smtpserver.xml, on memory stores that can be made to fail. */
public final class SubmissionExtension implements BeforeEachCallback, AfterEachCallback {
    public static final String SHARED_DOMAIN = "shared.localhost";
    public static final String ALICE = "alice-a1b2c3@" + SHARED_DOMAIN;
    public static final String BOB = "bob-d4e5f6@" + SHARED_DOMAIN;
    public static final String OUTSIDER = "customer@example.com";

    public final TestClock clock = new TestClock();
    public final Outage outage = new Outage();
    public final TestSpool spool = new TestSpool();
    public final LiveSessions liveSessions = new LiveSessions();
    public final OrganizationStore organizations =
            outage.before(OrganizationStore.class, new MemoryOrganizationStore());
    private final MemoryInboxStore addresses = new MemoryInboxStore();
    public final InboxStore inboxes = outage.before(InboxStore.class, addresses);
    public final AliasStore aliases = outage.before(AliasStore.class, addresses);
    public final DomainStore domains = outage.before(DomainStore.class, new MemoryDomainStore());
    public final ApiKeyStore keys = outage.before(ApiKeyStore.class, new MemoryApiKeyStore());
    public final FilterRuleStore filterRules = outage.before(FilterRuleStore.class, new MemoryFilterRuleStore());
    public final ServedDomains localDomains = new ServedDomains(new SharedDomain(SHARED_DOMAIN), domains);
    public final FilterRules rules = new FilterRules(filterRules, localDomains);
    public final Suppressions suppressions =
            new Suppressions(outage.before(SuppressionStore.class, new MemorySuppressionStore()), localDomains);
    public final CachedLogins cachedLogins = new CachedLogins(inboxes, keys, organizations);
    public final SessionGuard loginChanges = new SessionGuard(
            new MemoryLoginChangeLog(clock), cachedLogins, liveSessions, organizations, inboxes, keys, clock);

    public final Organization acme = organization("Acme");
    public final Inbox alice = inbox(acme, ALICE);
    public final Inbox bob = inbox(acme, BOB);
    public final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());
    public final ApiKey key = key(acme, secret, Scope.DEFAULT);

    public final SendLimits sendLimits =
            new SendLimits(outage.before(SendLimitStore.class, new MemorySendLimitStore()), SendLimitDefaults.SHIPPED);
    public final SendAllowance allowance =
            new SendAllowance(sendLimits, outage.before(SendLedgerStore.class, new MemorySendLedgerStore()), clock);

    public final Set<InboxAddress> fullInboxes = ConcurrentHashMap.newKeySet();

    public final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    public final RecordingMetricFactory metrics = new RecordingMetricFactory();

    private volatile Optional<SmtpReply> refusal = Optional.empty();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private final List<SmtpClient> clients = new ArrayList<>();
    private ListenerFolder folder;
    private SubmissionServerFactory servers;

    /** What is said to every message that has passed all checks; empty: it is put into the queue. */
    public void refuseAtTheEnd(Optional<SmtpReply> reply) {
        refusal = reply;
    }

    /** Another value for a key of smtpserver.xml. */
    public SubmissionExtension with(String setting, String value) {
        overrides.put(setting, value);
        return this;
    }

    private Organization organization(String name) {
        Organization organization =
                new Organization(OrganizationId.generate(), name, OrganizationStatus.ACTIVE, Instant.EPOCH);
        organizations.create(organization).block();
        return organization;
    }

    public Organization otherOrganization() {
        return organization("Other");
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

    public ApiKey key(Organization owner, ApiKeySecret itsSecret, Set<Scope> scopes) {
        return key(owner, itsSecret, scopes, Set.of(), Set.of(), Optional.empty());
    }

    public ApiKey key(
            Organization owner,
            ApiKeySecret itsSecret,
            Set<Scope> scopes,
            Set<InboxId> boundTo,
            Set<CidrBlock> allowedIps,
            Optional<Instant> expiresAt) {
        ApiKey made = new ApiKey(
                ApiKeyId.generate(),
                owner.id(),
                itsSecret.hash(),
                Optional.empty(),
                scopes,
                boundTo,
                allowedIps,
                Instant.EPOCH,
                expiresAt,
                Optional.empty(),
                Optional.empty());
        keys.create(made).block();
        return made;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = ListenerFolder.create();
        Injector injector = Guice.createInjector(new TestModule());
        servers = new SubmissionServerFactory(
                null, ListenerFolder.loader(injector), folder, new RecordingMetricFactory());
        servers.configure(folder.configuration("smtpserver.xml", overrides));
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

    /** A connection that has read the greeting. */
    public SmtpClient connect() throws IOException {
        return connectThroughProxy("");
    }

    /** As {@link #connect}, with the line of a load balancer before TLS. */
    public SmtpClient connectThroughProxy(String proxyLine) throws IOException {
        SmtpClient client = new SmtpClient(folder.clientTls(), port(), proxyLine);
        clients.add(client);
        client.read();
        return client;
    }

    public SmtpClient greeted() throws IOException {
        SmtpClient client = connect();
        client.command("EHLO client.example.com");
        return client;
    }

    public SmtpClient loggedIn() throws IOException {
        SmtpClient client = greeted();
        client.authPlain(ALICE, secret.reveal());
        return client;
    }

    private final class TestModule extends AbstractModule {
        @Override
        protected void configure() {
            bind(Clock.class).toInstance(clock);
            bind(MetricFactory.class).toInstance(metrics);
            bind(AuditTrail.class).toInstance(audited::add);
            bind(SubmissionJournal.class).in(Scopes.SINGLETON);
            bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(spool);
            bind(CachedLogins.class).toInstance(cachedLogins);
            bind(SendAllowance.class).toInstance(allowance);
            bind(InboxLogin.class)
                    .toInstance(new ApiKeyInboxLogin(cachedLogins, keys, clock, new LoginAudit(audited::add, clock)));
            bind(LiveSessions.class).toInstance(liveSessions);
            bind(OrganizationStore.class).toInstance(organizations);
            bind(InboxStore.class).toInstance(inboxes);
            bind(IdempotencyStore.class)
                    .toInstance(outage.before(IdempotencyStore.class, new MemoryIdempotencyStore()));
            bind(KeyedSubmissions.class).to(SingleNodeKeyedSubmissions.class).in(Scopes.SINGLETON);
            bind(EnqueueMessageHook.class).toInstance(new RefusableEnqueue());
            bind(LocalDomains.class).toInstance(localDomains);
            bind(DomainOwners.class).toInstance(localDomains);
            bind(AliasStore.class).toInstance(aliases);
            bind(AddressBook.class).in(Scopes.SINGLETON);
            bind(DomainList.class).toInstance(new LocalDomainList(localDomains, Domain.of(SHARED_DOMAIN)));
            bind(FilterRules.class).toInstance(rules);
            bind(Suppressions.class).toInstance(suppressions);
            bind(StorageQuota.class).toInstance(inbox -> Mono.just(fullInboxes.contains(inbox)));
            bind(RecipientDirectory.class).to(InboxRecipientDirectory.class);
        }
    }

    private final class RefusableEnqueue extends EnqueueMessageHook {
        RefusableEnqueue() {
            super(spool);
        }

        @Override
        public HookResult onMessage(SMTPSession session, Mail mail) {
            return refusal.map(SmtpReply::toHookResult).orElseGet(() -> super.onMessage(session, mail));
        }
    }
}
