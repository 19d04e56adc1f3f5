package dev.agentpost.mail.admin.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.agentpost.mail.address.AddressBooks;
import dev.agentpost.mail.address.Aliases;
import dev.agentpost.mail.address.webadmin.AliasRoutes;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.admin.DeletionUpkeep;
import dev.agentpost.mail.admin.DomainDeletion;
import dev.agentpost.mail.admin.InboxDeletion;
import dev.agentpost.mail.admin.LimitDeletion;
import dev.agentpost.mail.admin.MailboxBelongings;
import dev.agentpost.mail.admin.OrganizationDeletion;
import dev.agentpost.mail.apikey.ApiKeyBelongings;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.memory.MemoryApiKeyStore;
import dev.agentpost.mail.apikey.webadmin.ApiKeyLookup;
import dev.agentpost.mail.apikey.webadmin.ApiKeyRoutes;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.audit.memory.MemoryAuditStore;
import dev.agentpost.mail.audit.webadmin.AuditRoutes;
import dev.agentpost.mail.audit.webadmin.AuditedChanges;
import dev.agentpost.mail.clientsetup.ClientSettings;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.clientsetup.webadmin.ClientSettingsRoutes;
import dev.agentpost.mail.connectionlimit.ConnectionLimitBelongings;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.memory.MemoryConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.memory.MemorySlotStore;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.deletion.DeletionStore;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.deletion.memory.MemoryDeletionStore;
import dev.agentpost.mail.dkim.DkimKeyStore;
import dev.agentpost.mail.dkim.DkimKeys;
import dev.agentpost.mail.dkim.DkimRecords;
import dev.agentpost.mail.dkim.memory.MemoryDkimKeyStore;
import dev.agentpost.mail.dkim.webadmin.DomainDkimRoutes;
import dev.agentpost.mail.dkim.webadmin.SharedDkimRoutes;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.domain.DomainBelongings;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.domain.MailRecords;
import dev.agentpost.mail.domain.RecordChecks;
import dev.agentpost.mail.domain.ServedDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.domain.memory.MemoryDomainStore;
import dev.agentpost.mail.domain.webadmin.DomainRoutes;
import dev.agentpost.mail.domain.webadmin.SharedDomainRoutes;
import dev.agentpost.mail.filterrule.FilterRuleBelongings;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRules;
import dev.agentpost.mail.filterrule.memory.MemoryFilterRuleStore;
import dev.agentpost.mail.filterrule.webadmin.FilterRuleRoutes;
import dev.agentpost.mail.http.OpenApi;
import dev.agentpost.mail.inbox.AliasNames;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.InboxAddresses;
import dev.agentpost.mail.inbox.InboxCreation;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.inbox.webadmin.InboxLookup;
import dev.agentpost.mail.inbox.webadmin.InboxRoutes;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.memory.MemoryOrganizationStore;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import dev.agentpost.mail.organization.webadmin.OrganizationRoutes;
import dev.agentpost.mail.outbound.Deliveries;
import dev.agentpost.mail.outbound.DueDelivery;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.memory.MemoryOutboxStore;
import dev.agentpost.mail.outbound.webadmin.DeliveryRoutes;
import dev.agentpost.mail.peers.TestDnsServer;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLimitBelongings;
import dev.agentpost.mail.ratelimit.SendLimitDefaults;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;
import dev.agentpost.mail.ratelimit.memory.MemorySendLimitStore;
import dev.agentpost.mail.ratelimit.webadmin.LimitRoutes;
import dev.agentpost.mail.suppression.SuppressionBelongings;
import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.Suppressions;
import dev.agentpost.mail.suppression.memory.MemorySuppressionStore;
import dev.agentpost.mail.suppression.webadmin.SuppressionRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.routes.HealthCheckRoutes;
import org.apache.james.webadmin.utils.JsonTransformer;

/** A real WebAdmin on a free port of the loopback interface, with our routes on memory stores. */
public final class AdminServer implements AutoCloseable {
    public static final String TOKEN = "ap_admin_for_the_tests_of_the_routes";
    public static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    public static final String SHARED_DOMAIN = "shared.example";

    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Holds for every answer that a test gets. */
    private static final OpenApi DESCRIPTION = OpenApi.ofAdminRoutes();

    /** What was answered. */
    public record Reply(int status, JsonNode body, HttpResponse<String> raw) {
        public String text(String field) {
            return body.path(field).asText();
        }
    }

    private final Outage outage = new Outage();
    private final MemoryInboxMailboxes mailboxes = new MemoryInboxMailboxes();
    private final RecordedLoginChanges loginChanges = new RecordedLoginChanges();
    private final OrganizationStore organizations =
            outage.before(OrganizationStore.class, new MemoryOrganizationStore());
    private final ApiKeyStore apiKeys = outage.before(ApiKeyStore.class, new MemoryApiKeyStore());
    private final MemoryInboxStore addresses = new MemoryInboxStore();
    private final InboxStore inboxes = outage.before(InboxStore.class, addresses);
    private final AliasStore aliases = outage.before(AliasStore.class, addresses);
    private final DomainStore domainStore = outage.before(DomainStore.class, new MemoryDomainStore());
    private final TestDnsServer dns = startDns();
    private final FilterRuleStore filterRules = outage.before(FilterRuleStore.class, new MemoryFilterRuleStore());
    private final SuppressionStore suppressions = outage.before(SuppressionStore.class, new MemorySuppressionStore());
    private final AuditStore audit = outage.before(AuditStore.class, new MemoryAuditStore());
    private final OutboxStore outbox = outage.before(OutboxStore.class, new MemoryOutboxStore());
    private final DkimKeyStore dkimKeys = outage.before(DkimKeyStore.class, new MemoryDkimKeyStore());
    private final DeletionStore deletions = outage.before(DeletionStore.class, new MemoryDeletionStore());
    private final TestClock deletionClock = new TestClock();
    private final DeletionUpkeep deletionUpkeep;
    private final List<DueDelivery> woken = new CopyOnWriteArrayList<>();
    private final ConnectionSlots slots;
    private final SendLimits sendLimits;
    private final SendAllowance allowance;
    private final WebAdminServer server;
    private final List<Routes> registered;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param random chooses the suffixes of addresses */
    public AdminServer(RandomGenerator random) {
        this(random, List.of());
    }

    /**
     * @param random chooses the suffixes of addresses
     * @param others what is served besides
     */
    public AdminServer(RandomGenerator random, List<Routes> others) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        LoginChanges changes = outage.before(LoginChanges.class, loginChanges);
        InboxMailboxes mailboxesOrOutage = outage.before(InboxMailboxes.class, mailboxes);
        OrganizationLookup lookup = new OrganizationLookup(organizations);
        InboxLookup inboxLookup = new InboxLookup(inboxes, lookup);
        ConnectionLimits limits =
                new ConnectionLimits(outage.before(ConnectionLimitStore.class, new MemoryConnectionLimitStore()));
        slots = new ConnectionSlots(limits, outage.before(SlotStore.class, new MemorySlotStore(clock)));
        sendLimits = new SendLimits(
                outage.before(SendLimitStore.class, new MemorySendLimitStore()), SendLimitDefaults.SHIPPED);
        allowance =
                new SendAllowance(sendLimits, outage.before(SendLedgerStore.class, new MemorySendLedgerStore()), clock);
        SharedDomain shared = new SharedDomain(SHARED_DOMAIN);
        ServedDomains served = new ServedDomains(shared, domainStore);
        DnsResolver resolver = DnsjavaResolver.remembersNothing(
                new DnsConfiguration(List.of(dns.address()), DNS_TIMEOUT, DNS_TIMEOUT.dividedBy(2)));
        DkimKeys signingKeys = new DkimKeys(dkimKeys, resolver, clock);
        Domains domains = new Domains(
                domainStore,
                served,
                inboxes,
                Set.of(new MailRecords("mail.example.org", 465, 993, 443), new DkimRecords(signingKeys)),
                Set.of(signingKeys::deleteAll),
                new RecordChecks(resolver),
                clock);
        FilterRules rules = new FilterRules(filterRules, served);
        Suppressions activeSuppressions = new Suppressions(suppressions, served);
        Set<Belongings> belongings = Set.of(
                new ApiKeyBelongings(apiKeys),
                new MailboxBelongings(mailboxesOrOutage, inboxes),
                new FilterRuleBelongings(filterRules),
                new SendLimitBelongings(sendLimits),
                new ConnectionLimitBelongings(limits),
                new SuppressionBelongings(activeSuppressions),
                new DomainBelongings(domains));
        UnfinishedDeletions unfinished = new UnfinishedDeletions(deletions, deletionClock);
        InboxDeletion inboxDeletion = new InboxDeletion(inboxes, changes, belongings, unfinished);
        OrganizationDeletion organizationDeletion =
                new OrganizationDeletion(organizations, inboxes, inboxDeletion, changes, belongings, unfinished);
        DomainDeletion domainDeletion = new DomainDeletion(domains, unfinished);
        deletionUpkeep = new DeletionUpkeep(unfinished, inboxDeletion, organizationDeletion, domainDeletion);
        InboxCreation inboxCreation =
                new InboxCreation(inboxes, mailboxesOrOutage, new InboxAddresses(SHARED_DOMAIN, random), served, clock);
        AdminTokenFilter filter = new AdminTokenFilter(new AdminToken(TOKEN));
        List<Routes> routes = new ArrayList<>(List.of(
                new TokenForEveryPath(filter),
                new DescriptionRoutes(),
                new HealthCheckRoutes(Set.of(), new JsonTransformer()),
                new OrganizationRoutes(organizations, lookup, organizationDeletion, changes, clock),
                new ApiKeyRoutes(apiKeys, inboxes, lookup, changes, new LimitDeletion(sendLimits), clock),
                new InboxRoutes(inboxes, inboxCreation, inboxDeletion, lookup, inboxLookup, aliases, changes),
                new AliasRoutes(
                        new Aliases(
                                aliases,
                                new AliasNames(SHARED_DOMAIN),
                                served,
                                AddressBooks.of(served, served, inboxes, aliases)),
                        inboxLookup),
                new ClientSettingsRoutes(
                        inboxLookup, new ClientSettings(new MailServers("mail.example.org", 993, 465), true)),
                new DomainRoutes(domains, domainDeletion, lookup),
                new SharedDomainRoutes(domains, shared),
                new DomainDkimRoutes(signingKeys, domains, lookup),
                new SharedDkimRoutes(signingKeys, SHARED_DOMAIN),
                new FilterRuleRoutes(filterRules, rules, inboxes, lookup, clock),
                new LimitRoutes(
                        sendLimits, allowance, limits, slots, lookup, inboxLookup, new ApiKeyLookup(apiKeys, lookup)),
                new SuppressionRoutes(suppressions, activeSuppressions, lookup),
                new AuditRoutes(audit, lookup),
                new DeliveryRoutes(new Deliveries(outbox, woken::add, clock), lookup),
                new AuditedChanges(event -> audit.append(List.of(event)).block(), new LaterEachTime(NOW))));
        routes.addAll(others);
        registered = List.copyOf(routes);
        server = new Server(routes, filter);
        server.start();
    }

    private static TestDnsServer startDns() {
        try {
            return TestDnsServer.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server asks for the records of domains. */
    public TestDnsServer dns() {
        return dns;
    }

    /** Entries of one millisecond would have no order. */
    private static final class LaterEachTime extends Clock {
        private final AtomicReference<Instant> now;

        LaterEachTime(Instant start) {
            now = new AtomicReference<>(start);
        }

        @Override
        public Instant instant() {
            return now.updateAndGet(last -> last.plusMillis(1));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Server extends WebAdminServer {
        Server(List<Routes> routes, AuthenticationFilter authentication) {
            super(
                    WebAdminConfiguration.TEST_CONFIGURATION,
                    routes,
                    authentication,
                    new RecordingMetricFactory(),
                    new LoggingRequestFilter(Set.of(new AdminRequestLogger())));
        }
    }

    public List<Routes> routes() {
        return registered;
    }

    public int port() {
        return server.getPort().getValue();
    }

    public Outage outage() {
        return outage;
    }

    public MemoryInboxMailboxes mailboxes() {
        return mailboxes;
    }

    public RecordedLoginChanges loginChanges() {
        return loginChanges;
    }

    public InboxStore inboxes() {
        return inboxes;
    }

    public SendLimits sendLimits() {
        return sendLimits;
    }

    public SendAllowance allowance() {
        return allowance;
    }

    public AuditStore audit() {
        return audit;
    }

    /** Lets the time pass that a deletion waits for, and brings all of them to their end. */
    public void finishDeletions() {
        deletionClock.advance(UnfinishedDeletions.SETTLING);
        deletionUpkeep.run().block();
    }

    public DeletionStore deletions() {
        return deletions;
    }

    public DkimKeyStore dkimKeys() {
        return dkimKeys;
    }

    public OutboxStore outbox() {
        return outbox;
    }

    /** Deliveries that are to be tried at once. */
    public List<DueDelivery> woken() {
        return woken;
    }

    public ConnectionSlots slots() {
        return slots;
    }

    public FilterRuleStore filterRules() {
        return filterRules;
    }

    public SuppressionStore suppressions() {
        return suppressions;
    }

    public ApiKeyStore apiKeys() {
        return apiKeys;
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    public Reply post(String path, String body) {
        return send("POST", path, body);
    }

    public Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    public Reply patch(String path, String body) {
        return send("PATCH", path, body);
    }

    public Reply delete(String path) {
        return send("DELETE", path, "");
    }

    public Reply send(String method, String path, String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    /** Without any header. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    public Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode body = response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
            DESCRIPTION.assertDescribes(request.method(), request.uri().getRawPath(), response.statusCode(), body);
            return new Reply(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new AssertionError(request + " was not answered with JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public String newOrganization(String name) {
        return post("/organizations", "{\"name\":\"" + name + "\"}").text("id");
    }

    @Override
    public void close() {
        server.destroy();
        try {
            dns.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
