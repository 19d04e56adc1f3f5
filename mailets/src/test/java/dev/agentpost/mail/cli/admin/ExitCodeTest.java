package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodeTest {
    @TempDir
    Path folder;

    private AdminServer server;
    private String acme;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    @Test
    void successShouldBeZero() {
        assertThat(run("org", "get", acme).exitCode()).isZero();
    }

    @Test
    void refusalShouldBeOne() {
        CommandRun run = run("inbox", "create", "postmaster");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("username");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wrongCommandLineShouldBeTwo() {
        assertThat(run("org", "get").exitCode()).isEqualTo(2);
        assertThat(run("org", "update", acme).exitCode()).isEqualTo(2);
    }

    @Test
    void deletionThatNobodyConfirmsShouldBeTwo() {
        CommandRun run = run("org", "delete", acme);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(run("org", "get", acme).exitCode()).isZero();
    }

    @Test
    void silentServerShouldBeThree() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        CommandRun run = CommandRun.of(
                "org",
                "list",
                "--admin-url",
                "http://127.0.0.1:" + free,
                "--admin-token-file",
                CommandRun.tokenFile(folder).toString());

        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void unknownThingShouldBeFour() {
        assertThat(run("inbox", "get", "nobody@shared.example").exitCode()).isEqualTo(4);
    }

    @Test
    void conflictShouldBeFive() {
        assertThat(run("rule", "create", "--action", "block", "example.com").exitCode())
                .isZero();

        assertThat(run("rule", "create", "--action", "block", "example.com").exitCode())
                .isEqualTo(5);
    }

    @Test
    void deletionShouldAnswerInJson() {
        assertThat(run("org", "delete", acme, "--yes", "--json")
                        .json()
                        .get("deleted")
                        .asText())
                .isEqualTo(acme);
    }
}
