package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.cli.TestInstallation;
import dev.agentpost.mail.core.LoopbackPorts;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminOptionsTest {
    @TempDir
    Path data;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun listOnDataFolder() {
        return CommandRun.of("org", "list", "--data", data.toString());
    }

    private void writeRunState(int webadminPort) {
        writeRunState("127.0.0.1", webadminPort);
    }

    private void writeRunState(String connectAddress, int webadminPort) {
        ServerPorts ports = new ServerPorts(10465, 10993, null, webadminPort, null, 9042);
        new RunStateFile(data)
                .write(RunState.starting(ProcessHandle.current().pid(), connectAddress, ports)
                        .ready());
    }

    @Test
    void serverShouldBeFoundByItsDataFolder() throws IOException {
        CommandRun.tokenFile(data);
        writeRunState(server.port());

        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            CommandRun run = listOnDataFolder();

            assertThat(lock).isNotNull();
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    /** That of BIND_ADDRESS at its start, which this command's environment need not have. */
    @Test
    void serverShouldBeAskedAtItsOwnAddress() throws IOException {
        CommandRun.tokenFile(data);
        int port = LoopbackPorts.free();
        writeRunState("localhost", port);

        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            CommandRun run = listOnDataFolder();

            assertThat(lock).isNotNull();
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("no server answers at http://localhost:" + port);
        }
    }

    @Test
    void optionShouldWinOverTheAddressOfTheServer() throws IOException {
        writeRunState("localhost", LoopbackPorts.free());

        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            CommandRun run = CommandRun.on(server, data, "org", "list", "--data", data.toString());

            assertThat(lock).isNotNull();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    @Test
    void tokenShouldNotBeSentToThePortOfADeadServer() {
        CommandRun.tokenFile(data);
        writeRunState(server.port());

        CommandRun run = listOnDataFolder();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("no server is running on " + data);
    }

    @Test
    void missingDataFolderShouldBeSaid() {
        CommandRun run =
                CommandRun.of("org", "list", "--data", data.resolve("elsewhere").toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.contains("elsewhere"));
    }

    @Test
    void missingTokenFileShouldBeSaid() {
        CommandRun run = CommandRun.of(
                "org", "list", "--data", data.toString(), "--admin-url", "http://127.0.0.1:" + server.port());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("admin-token");
    }

    /** A start with these settings made it there. */
    @Test
    void tokenShouldBeReadFromTheFileOfTheSettings() throws IOException {
        Path home = Files.createDirectory(data.resolve("home"));
        try (TestInstallation installation = new TestInstallation(home, "ADMIN_TOKEN_FILE=admin-token")) {
            CommandRun.tokenFile(installation.settings().getParent());

            CommandRun run = CommandRun.of(
                    "org", "list", "--data", data.toString(), "--admin-url", "http://127.0.0.1:" + server.port());

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void settingsThatCannotBeReadShouldBeSaid() throws IOException {
        try (TestInstallation installation = new TestInstallation(data.resolve("home"), "nonsense")) {
            CommandRun run = CommandRun.of(
                    "org", "list", "--data", data.toString(), "--admin-url", "http://127.0.0.1:" + server.port());

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(installation.settings() + ": line 1 is not of the form NAME=value");
        }
    }

    @Test
    void wrongTokenShouldBeSaid() throws IOException {
        Path file = Files.writeString(data.resolve("other-token"), "ap_admin_of_another_server\n");

        CommandRun run = CommandRun.of(
                "org",
                "list",
                "--admin-url",
                "http://127.0.0.1:" + server.port(),
                "--admin-token-file",
                file.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("does not accept this admin token").doesNotContain("ap_admin_of");
    }

    @Test
    void closedPortShouldBeSaid() throws IOException {
        int port = LoopbackPorts.free();

        CommandRun run = CommandRun.of(
                "org",
                "list",
                "--admin-url",
                "http://127.0.0.1:" + port,
                "--admin-token-file",
                CommandRun.tokenFile(data).toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("no server answers at http://127.0.0.1:" + port);
    }

    @Test
    void badUrlShouldBeAUsageError() {
        CommandRun run = CommandRun.of(
                "org",
                "list",
                "--admin-url",
                "nonsense",
                "--admin-token-file",
                CommandRun.tokenFile(data).toString());

        assertThat(run.exitCode()).isEqualTo(2);
    }
}
