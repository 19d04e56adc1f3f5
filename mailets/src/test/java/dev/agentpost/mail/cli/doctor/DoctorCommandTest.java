package dev.agentpost.mail.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.cli.CommandRun;
import dev.agentpost.mail.cli.TestInstallation;
import dev.agentpost.mail.cli.admin.AdminClient;
import dev.agentpost.mail.cli.doctor.Finding.Status;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    private CommandRun doctor(Map<String, String> variables, String... more) {
        String[] arguments = Stream.concat(Stream.of("--data", folder.toString(), "--time-server="), Stream.of(more))
                .toArray(String[]::new);
        return CommandRun.of(new DoctorCommand(variables, CLOCK), arguments);
    }

    private static JsonNode check(CommandRun run, String name) throws IOException {
        for (JsonNode check : new ObjectMapper().readTree(run.out()).get("checks")) {
            if (check.get("check").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError(name + " is not in " + run.out());
    }

    @Test
    void absentServerShouldBeSaidFirst() {
        CommandRun run = doctor(Map.of());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().findFirst().orElseThrow())
                .startsWith("fail")
                .contains("no server runs");
        assertThat(run.out()).contains("disk", "java", "agentpost start");
    }

    @Test
    void takenPortShouldNameItsHolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = doctor(Map.of("SMTPS_PORT", "" + taken.getLocalPort()), "--json");

            JsonNode check = check(run, "port " + taken.getLocalPort());
            assertThat(check.get("status").asText()).isEqualTo("fail");
            assertThat(check.get("message").asText())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(check.get("advice").asText()).contains("SMTPS_PORT");
        }
    }

    /** It says itself where it listens: this command's environment may be another. */
    @Test
    void portsOfARunningServerShouldBeLookedForAtItsAddress() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();

            CommandRun run = onRunningServer("127.0.0.1", new ServerPorts(null, null, port, null, null, null));

            assertThat(check(run, "port " + port).get("status").asText()).isEqualTo("ok");
        }
    }

    @Test
    void embeddedCassandraShouldBeLookedForOnLoopback() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();

            CommandRun run = onRunningServer("127.0.0.2", new ServerPorts(null, null, null, null, null, port));

            assertThat(check(run, "port " + port).get("status").asText()).isEqualTo("ok");
        }
    }

    private CommandRun onRunningServer(String address, ServerPorts ports) throws IOException {
        new RunStateFile(folder)
                .write(RunState.starting(ProcessHandle.current().pid(), address, ports)
                        .ready());
        try (DataFolderLock lock = DataFolderLock.acquire(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
            return doctor(Map.of("BIND_ADDRESS", "127.0.0.2"), "--json");
        }
    }

    @Test
    void wrongSettingShouldBeNamed() throws Exception {
        CommandRun run = doctor(Map.of("IMAPS_PORT", "many"), "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(check(run, "settings").get("message").asText()).contains("IMAPS_PORT", "many");
    }

    @Test
    void wrongSettingOfTheFileShouldBeNamedWithIt() throws Exception {
        try (TestInstallation installation = new TestInstallation(folder.resolve("home"), "IMAPS_PORT=many")) {
            CommandRun run = doctor(Map.of(), "--json");

            assertThat(check(run, "settings").get("message").asText())
                    .startsWith(installation.settings() + ": IMAPS_PORT=many is not allowed: ");
        }
    }

    @Test
    void lineOfTheFileThatCannotBeReadShouldBeNamed() throws Exception {
        try (TestInstallation installation = new TestInstallation(folder.resolve("home"), "IMAPS_PORT 10993")) {
            CommandRun run = doctor(Map.of(), "--json");

            assertThat(check(run, "settings").get("message").asText())
                    .startsWith(installation.settings() + ": line 1 ");
        }
    }

    @Test
    void nameWithoutAddressShouldFail() throws Exception {
        CommandRun run = doctor(Map.of("PUBLIC_HOST", "mail.invalid"), "--json");

        assertThat(check(run, "dns").get("status").asText()).isEqualTo("fail");
    }

    @Test
    void serverShouldBeAskedForDomainsAndDeliveries() throws Exception {
        try (AdminServer server = new AdminServer(new Random(1))) {
            String acme = server.newOrganization("Acme");
            server.post("/organizations/" + acme + "/domains", "{\"domain\": \"acme.example.com\"}");
            ServerChecks checks = new ServerChecks(
                    new AdminClient(URI.create("http://127.0.0.1:" + server.port()), new AdminToken(AdminServer.TOKEN)),
                    CLOCK);

            List<Finding> findings = checks.organizations();

            assertThat(findings).extracting(Finding::check).containsExactly("outbox", "domain acme.example.com");
            assertThat(findings).extracting(Finding::status).containsExactly(Status.ok, Status.warn);
        }
    }

    @Test
    void queueShouldNeitherBeLongNorOld() {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        ServerChecks checks = new ServerChecks(null, Clock.fixed(now, ZoneOffset.UTC));

        assertThat(checks.queue("spool", 1_000, Optional.of(now.minus(Duration.ofMinutes(15))))
                        .status())
                .isEqualTo(Status.ok);
        assertThat(checks.queue("spool", 1_001, Optional.of(now)).status()).isEqualTo(Status.warn);
        assertThat(checks.queue(
                                "spool",
                                1,
                                Optional.of(now.minus(Duration.ofMinutes(15)).minusSeconds(1)))
                        .status())
                .isEqualTo(Status.warn);
    }
}
