package dev.agentpost.mail.integration.benchmark.measure;

import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.SmtpClient;
import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.Folders;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A running server of one of the builds that are measured. */
public final class ServerUnderTest implements AutoCloseable {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONNECTIONS_FOR_RULES = 16;
    private static final List<Map<String, Integer>> MANY_SENDS =
            List.of(Map.of("max", 1_000_000, "per_seconds", 3_600), Map.of("max", 10_000_000, "per_seconds", 86_400));
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final RunningServer server;
    private final List<PreparedMailbox> mailboxes;
    private final Map<String, TestInbox> kept = new ConcurrentHashMap<>();
    private final Map<Integer, TestOrganization> withRules = new ConcurrentHashMap<>();
    private final Path caFile;
    private final long serverPid;
    private final long cassandraPid;
    private final CassandraProcess cassandra;

    public ServerUnderTest(RunningServer server, List<PreparedMailbox> mailboxes) {
        this.server = server;
        this.mailboxes = mailboxes;
        this.caFile = server.caFile();
        this.serverPid = server.serverPid();
        this.cassandraPid = server.cassandraPid();
        this.cassandra = CassandraProcess.attach(cassandraPid);
    }

    public ImapClient imap(TestInbox inbox) {
        return new ImapClient(server.imapsPort(), caFile, inbox);
    }

    public SmtpClient smtp(TestInbox inbox) {
        return new SmtpClient(server.smtpsPort(), caFile, inbox);
    }

    /** New inboxes of a new organization. */
    public List<TestInbox> newInboxes(int count) {
        TestOrganization organization = server.admin().createOrganization("Benchmark");
        return IntStream.range(0, count)
                .mapToObj(i -> newInbox(organization, "inbox" + i))
                .toList();
    }

    private TestInbox newInbox(TestOrganization organization, String username) {
        TestInbox inbox = organization.createInbox(username);
        String limits = organization.path() + "/inboxes/" + inbox.email() + "/limits";
        change(limits, Map.of("imap_connections", 100));
        change(limits, Map.of("sends", List.of(Map.of("max", 1_000_000_000, "per_seconds", 3_600))));
        return inbox;
    }

    private void change(String limits, Map<String, ?> limit) {
        HttpResponse<String> answer = server.admin().send("PUT", limits, Json.write(limit));
        boolean isUnknown = answer.statusCode() == NOT_FOUND || answer.statusCode() == BAD_REQUEST;
        // builds without such limits do not know the route or the field
        if (answer.statusCode() / 100 != 2 && !isUnknown) {
            throw new AssertionError(limits + ": " + answer.statusCode() + answer.body());
        }
    }

    public PreparedMailbox mailbox(int size) {
        return mailboxes.stream()
                .filter(mailbox -> mailbox.size() == size)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mailbox of " + size + " was prepared"));
    }

    /** New inboxes of a new organization, which may send what they like. */
    public List<TestInbox> newInboxesWithoutPolicies(int count) {
        TestOrganization organization = server.admin().createOrganization("Benchmark");
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    TestInbox inbox = organization.createInbox("inbox" + i);
                    limitSends(organization.path() + "/inboxes/" + inbox.email(), List.of());
                    return inbox;
                })
                .toList();
    }

    /** New inboxes of an organization that has so many filter rules; with limits of inbox, key and organization. */
    public List<TestInbox> newInboxesWithPolicies(int count, int rules) {
        TestOrganization organization = withRules.computeIfAbsent(rules, this::organizationWithRules);
        limitSends(organization.path(), MANY_SENDS);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    TestInbox inbox = organization.createInbox("inbox" + NEXT.getAndIncrement());
                    limitSends(organization.path() + "/inboxes/" + inbox.email(), MANY_SENDS);
                    TestKey key = organization.createKey();
                    limitSends(organization.path() + "/api-keys/" + key.id(), MANY_SENDS);
                    return inbox.withKey(key.secret());
                })
                .toList();
    }

    private void limitSends(String path, List<Map<String, Integer>> windows) {
        change(path + "/limits", Map.of("sends", windows));
    }

    /** An inbox of an organization that has so many filter rules; made at the first call, and the same after. */
    public TestInbox inboxWithRules(int rules) {
        return kept.computeIfAbsent(
                "rules " + rules,
                name -> newInbox(withRules.computeIfAbsent(rules, this::organizationWithRules), "inbox"));
    }

    private TestOrganization organizationWithRules(int rules) {
        TestOrganization organization = server.admin().createOrganization("Benchmark");
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS_FOR_RULES);
        try {
            List<Future<String>> made = IntStream.range(0, rules)
                    .mapToObj(number -> threads.submit(() -> organization.createRule(rule(number))))
                    .toList();
            for (Future<String> one : made) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the rules could not be made", e);
        } finally {
            threads.shutdownNow();
        }
        // from files, where they are after a while, reading them costs more than from memory
        cassandra.flush();
        return organization;
    }

    /** Of addresses, domains and wildcards in turn, none of which matches {@code user…@customer….example.com}. */
    private static Map<String, String> rule(int number) {
        String domain = "customer" + number / 3 + ".example.com";
        return Map.of(
                "direction",
                "send",
                "action",
                "block",
                "match_type",
                List.of("address", "domain", "subdomain_wildcard").get(number % 3),
                "value",
                List.of("blocked@" + domain, "other." + domain, "*." + domain).get(number % 3));
    }

    /** An inbox that one scenario leaves for another. */
    public void keep(String name, TestInbox inbox) {
        kept.put(name, inbox);
    }

    public TestInbox kept(String name) {
        return kept.get(name);
    }

    public Meter startMeter() {
        return new Meter(this);
    }

    Resources resources() {
        return Resources.now(serverPid, cassandraPid, cassandra);
    }

    /** As the kernel counts it: Linux only. */
    public double residentMebibytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + serverPid + "/status"))) {
            String line =
                    lines.filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of Cassandra's tables after a flush and the compactions that it caused; not its commit log, nor the queue. */
    public long bytesOnDisk() {
        cassandra.flush();
        await().atMost(Duration.ofMinutes(10)).until(() -> !cassandra.isCompacting());
        return Folders.bytes(server.data().resolve("cassandra/data"));
    }

    @Override
    public void close() {
        cassandra.close();
        server.end();
    }
}
