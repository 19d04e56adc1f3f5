package dev.agentpost.mail.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.agentpost.mail.cli.CommandRun;
import dev.agentpost.mail.cli.TestInstallation;
import dev.agentpost.mail.cli.admin.AdminFailure;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String KEY = "ap_sk_of_the_test";
    private static final String CSV = "email,imap_host\r\nalice@shared.example,localhost\r\n";

    @TempDir
    Path folder;

    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = CSV;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/inboxes/credentials/export", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Path output() {
        return folder.resolve("inboxes.csv");
    }

    private void writeRunState(String connectAddress, int port) {
        new RunStateFile(folder)
                .write(RunState.starting(
                        ProcessHandle.current().pid(),
                        connectAddress,
                        new ServerPorts(null, null, null, null, port, null)));
    }

    private CommandRun export(Map<String, String> variables, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--api-url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "--output",
                output().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(new ExportCommand(variables), arguments.toArray(new String[0]));
    }

    @Test
    void jsonShouldHaveTheColumnsAsFields() {
        body =
                "email,imap_port,password\r\n'=a@shared.example,993,ap_sk_1\r\n\"b\"\"c\"\"@shared.example\",10993,ap_sk_1\r\n";

        CommandRun run = export(Map.of(ExportCommand.KEY_VARIABLE, KEY), "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(output())
                .hasContent("{\"items\":[{\"email\":\"=a@shared.example\",\"imap_port\":993,\"password\":\"ap_sk_1\"},"
                        + "{\"email\":\"b\\\"c\\\"@shared.example\",\"imap_port\":10993,\"password\":\"ap_sk_1\"}],"
                        + "\"next\":null}\n");
    }

    @Test
    void jsonOfNoInboxShouldBeAnEmptyPage() {
        body = "email,imap_port\r\n";

        assertThat(export(Map.of(ExportCommand.KEY_VARIABLE, KEY), "--json").exitCode())
                .isZero();
        assertThat(output()).hasContent("{\"items\":[],\"next\":null}\n");
    }

    @Test
    void csvShouldBeWrittenForItsOwnerOnly() throws IOException {
        CommandRun run = export(Map.of(ExportCommand.KEY_VARIABLE, KEY));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(output()).hasContent(CSV);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output())))
                .isEqualTo("rw-------");
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void keyShouldBeReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), " ap_sk_of_\nthe_test\n");

        CommandRun run = CommandRun.of(
                new ExportCommand(Map.of(ExportCommand.KEY_VARIABLE, "another")),
                "--api-url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "--key-file",
                file.toString(),
                "-o",
                output().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void keyShouldBeReadFromTheSettings() throws IOException {
        try (TestInstallation installation =
                new TestInstallation(folder.resolve("home"), ExportCommand.KEY_VARIABLE + "=" + KEY)) {
            CommandRun run = export(Map.of());

            assertThat(run.exitCode())
                    .as("%s: %s", installation.settings(), run.err())
                    .isZero();
        }
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void settingsThatCannotBeReadShouldBeSaid() throws IOException {
        try (TestInstallation installation = new TestInstallation(folder.resolve("home"), "nonsense")) {
            CommandRun run = export(Map.of(ExportCommand.KEY_VARIABLE, KEY));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(installation.settings() + ": line 1 is not of the form NAME=value");
        }
    }

    @Test
    void missingKeyShouldBeSaid() {
        CommandRun run = export(Map.of());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(ExportCommand.KEY_VARIABLE, "--key-file");
        assertThat(authorizations).isEmpty();
    }

    @Test
    void refusalShouldLeaveNoFile() {
        status = 403;
        body = "{\"message\": \"API key lacks scope inboxes:read\"}";

        CommandRun run = export(Map.of(ExportCommand.KEY_VARIABLE, KEY));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("lacks scope inboxes:read").doesNotContain(KEY);
        assertThat(output()).doesNotExist();
    }

    @Test
    void existingFileShouldStay() throws IOException {
        Files.writeString(output(), "mine");

        assertThat(export(Map.of(ExportCommand.KEY_VARIABLE, KEY)).exitCode()).isEqualTo(1);
        assertThat(output()).hasContent("mine");
    }

    @Test
    void serverWithoutTlsShouldBeFoundOut() throws Exception {
        String address = "127.0.0.1:" + server.getAddress().getPort();

        ApiClient client = ApiClient.ofRunningServer(address, Optional.empty(), "mail.invalid:8443");

        assertThat(client.get("/api/v1/inboxes/credentials/export", KEY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void variablesThatItDoesNotReadShouldNotStopIt() throws Exception {
        writeRunState("127.0.0.1", server.getAddress().getPort());
        Map<String, String> variables =
                Map.of(ExportCommand.KEY_VARIABLE, KEY, "AGENTPOST_URL", "http://localhost", "LOG_FORMAT", "coloured");

        try (DataFolderLock lock = DataFolderLock.acquire(folder).orElseThrow()) {
            CommandRun run =
                    CommandRun.of(new ExportCommand(variables), "--data", folder.toString(), "-o", output().toString());

            assertThat(lock).isNotNull();
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(output()).hasContent(CSV);
    }

    /** That of BIND_ADDRESS at its start, which this command's environment need not have. */
    @Test
    void serverShouldBeAskedAtItsOwnAddress() throws Exception {
        int port = server.getAddress().getPort();
        stop();
        writeRunState("localhost", port);

        try (DataFolderLock lock = DataFolderLock.acquire(folder).orElseThrow()) {
            CommandRun run = CommandRun.of(
                    new ExportCommand(Map.of(ExportCommand.KEY_VARIABLE, KEY)), "--data", folder.toString());

            assertThat(lock).isNotNull();
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("no server answers at localhost:" + port);
        }
    }

    @Test
    void absentServerShouldBeThree() {
        CommandRun run =
                CommandRun.of(new ExportCommand(Map.of(ExportCommand.KEY_VARIABLE, KEY)), "--data", folder.toString());

        assertThat(run.exitCode()).isEqualTo(3);
    }

    /** The operator's certificate is for that name, not for the address of the loopback interface. */
    @Test
    void serverWithACertificateOfTheOperatorsShouldBeAskedByItsPublicName() throws Exception {
        try (ServerSocket speaksNoPlainHttp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread hangsUp = new Thread(() -> hangUp(speaksNoPlainHttp));
            hangsUp.start();

            ApiClient client = ApiClient.ofRunningServer(
                    "127.0.0.1:" + speaksNoPlainHttp.getLocalPort(), Optional.empty(), "mail.invalid:8443");

            assertThatThrownBy(() -> client.get("/", KEY))
                    .isInstanceOf(AdminFailure.class)
                    .hasMessageContaining("https://mail.invalid:8443");
            hangsUp.join();
        }
    }

    private static void hangUp(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 70});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
