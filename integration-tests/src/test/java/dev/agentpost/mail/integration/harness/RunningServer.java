package dev.agentpost.mail.integration.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AgentPostCommand.Result;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A server on a data folder of its own, started and stopped by {@code ./agentpost}. However the tests end, no process
 * of it stays behind.
 */
public final class RunningServer {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Set<RunningServer> STARTED = ConcurrentHashMap.newKeySet();

    static {
        // For what tests wait for: a delivery takes less than one of them, unless the machine has other things to do.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(RunningServer::end)));
    }

    private final Path home;
    private final Path data;
    private final Map<String, String> environment;
    private final Set<Long> pids = ConcurrentHashMap.newKeySet();
    private volatile JsonNode ready;
    private volatile long lastServer;

    private RunningServer(Path home, Path data) {
        this(home, data, Map.of());
    }

    private RunningServer(Path home, Path data, Map<String, String> settings) {
        this.home = home;
        this.data = data;
        this.environment = new HashMap<>(settings);
        for (String port : List.of("SMTPS_PORT", "IMAPS_PORT", "MX_PORT", "WEBADMIN_PORT", "API_PORT")) {
            environment.put(port, "" + FreePorts.next());
        }
    }

    /** The server that most tests share, started by the first of them. */
    public static RunningServer shared() {
        return Shared.SERVER;
    }

    /** The name server that the shared server asks, which knows nothing but what tests tell it. */
    public static TestDnsServer dns() {
        return Shared.DNS;
    }

    private static final class Shared {
        private static final TestDnsServer DNS = startDns();
        private static final RunningServer SERVER =
                startOnEmptyFolder("it-data", Map.of("DNS_SERVERS", DNS.hostAndPort()));

        private static TestDnsServer startDns() {
            try {
                return TestDnsServer.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param name of the data folder below {@code target}; what an earlier run left there is deleted */
    public static RunningServer startOnEmptyFolder(String name) {
        return startOnEmptyFolder(name, Map.of());
    }

    /**
     * @param home the folder of the build
     * @param data absolute; with what an earlier server left there, or absent
     */
    public static RunningServer start(Path home, Path data) {
        RunningServer server = new RunningServer(home, data);
        server.start();
        return server;
    }

    /**
     * A server on what {@code agentpost restore} made of a backup.
     *
     * @param name of the data folder below {@code target}; what an earlier run left there is deleted
     */
    public static RunningServer startOnBackup(Path backup, String name) {
        Path data = Path.of("target", name).toAbsolutePath();
        Folders.delete(data);
        RunningServer server = new RunningServer(AgentPostCommand.HOME, data, Map.of());
        server.command("restore", backup.toString()).orFail("./agentpost restore");
        server.start();
        return server;
    }

    /** As {@link #startOnEmptyFolder(String)}, with settings of its own. */
    public static RunningServer startOnEmptyFolder(String name, Map<String, String> settings) {
        Path data = Path.of("target", name).toAbsolutePath();
        Folders.delete(data);
        RunningServer server = new RunningServer(AgentPostCommand.HOME, data, settings);
        server.start();
        return server;
    }

    /** A second server, with a data folder of its own, on the embedded Cassandra of a running one. */
    public static RunningServer startBeside(RunningServer first, String name) {
        Path data = Path.of("target", name).toAbsolutePath();
        Folders.delete(data);
        RunningServer server = new RunningServer(
                first.home,
                data,
                Map.of(
                        "CASSANDRA_CONTACT_POINTS",
                        "127.0.0.1:" + first.status().at("/ports/cassandra").asInt(),
                        "CASSANDRA_USERNAME",
                        "agentpost",
                        "CASSANDRA_PASSWORD_FILE",
                        first.data.resolve("cassandra/password").toString()));
        server.start();
        return server;
    }

    /** Starts the server and returns how long it took until it was ready. */
    public Duration start() {
        STARTED.add(this);
        awaitEnd(lastServer);
        long begin = System.nanoTime();
        Result result = command("start", "--json").orFail("./agentpost start");
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        ready = Json.parse(result.out().strip());
        lastServer = serverPid();
        pids.addAll(List.of(lastServer, cassandraPid()));
        return taken;
    }

    /** A process that was killed holds its locks until the last of its threads is gone, one that waits for a disk too. */
    private static void awaitEnd(long server) {
        ProcessHandle.of(server)
                .filter(process -> process.info().commandLine().orElse("").contains("agentpost"))
                .ifPresent(process ->
                        process.onExit().orTimeout(1, TimeUnit.MINUTES).join());
    }

    public void stop() {
        command("stop").orFail("./agentpost stop");
    }

    /** Runs {@code ./agentpost} on this server's data folder; the caller judges the exit status. */
    public Outcome tryCommand(String... arguments) {
        Result result = command(arguments);
        return new Outcome(result.exit(), result.out(), result.err());
    }

    /** How a run of {@code ./agentpost} ended. */
    public record Outcome(int exit, String out, String err) {}

    private Result command(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        Collections.addAll(all, "--data", data.toString());
        return AgentPostCommand.agentpost(home, environment, PATIENCE, all);
    }

    public JsonNode status() {
        return Json.parse(command("status", "--json").out().strip());
    }

    public long serverPid() {
        return status().at("/pids/server").asLong();
    }

    /** The embedded Cassandra; 0 while there is none. */
    public long cassandraPid() {
        return status().at("/pids/cassandra").asLong();
    }

    public Path data() {
        return data;
    }

    /** Holds nothing but archives once all are made. */
    public File classArchives() {
        return home.resolve("mailets/target/class-archives").toFile();
    }

    public Path caFile() {
        return Path.of(ready.get("ca_file").asText());
    }

    public int smtpsPort() {
        return ready.get("smtps").asInt();
    }

    public int imapsPort() {
        return ready.get("imaps").asInt();
    }

    public int mxPort() {
        return ready.get("mx").asInt();
    }

    public int webadminPort() {
        return ready.get("webadmin").asInt();
    }

    /** Plain HTTP, for key holders. */
    public int apiPort() {
        return ready.get("api").asInt();
    }

    public PublicApi publicApi() {
        return new PublicApi(apiPort());
    }

    /** The line of JSON that {@code start} printed last. */
    public JsonNode ready() {
        return ready;
    }

    public AdminApi admin() {
        try {
            Path tokenFile = Path.of(ready.get("admin_token_file").asText());
            return new AdminApi(webadminPort(), Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SmtpConnection smtp() {
        return new SmtpConnection(TlsConnection.open(smtpsPort(), caFile()));
    }

    public ImapConnection imap() {
        return new ImapConnection(TlsConnection.open(imapsPort(), caFile()));
    }

    /** An IMAP session that is logged in. */
    public ImapConnection imap(TestInbox inbox) {
        ImapConnection imap = imap();
        imap.login(inbox);
        return imap;
    }

    /** An SMTP session that is logged in. */
    public SmtpConnection smtp(TestInbox inbox) {
        SmtpConnection smtp = smtp();
        smtp.ehlo();
        smtp.login(inbox);
        return smtp;
    }

    /** Stops the server in order, then kills what is left of it. May be repeated. */
    public void end() {
        try {
            command("stop");
        } finally {
            addPidsOfRunFile();
            pids.forEach(RunningServer::kill);
            STARTED.remove(this);
        }
    }

    private void addPidsOfRunFile() {
        try {
            JsonNode run = Json.parse(Files.readString(data.resolve("run/server.json")));
            pids.addAll(
                    List.of(run.path("pid").asLong(), run.path("cassandra_pid").asLong()));
        } catch (IOException e) {
            // never started
        }
    }

    /** Only processes whose command line names this project: a pid may have been given to another process. */
    private static void kill(long pid) {
        if (pid <= 1) {
            return;
        }
        ProcessHandle.of(pid)
                .filter(process -> process.info().commandLine().orElse("").contains("agentpost"))
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
