package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;
    private String email;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        server.newOrganization("Acme");
        email = run("inbox", "create", "alice", "--json").json().path("email").asText();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    private int connections(String... arguments) {
        return run(arguments).json().path("imap_connections").asInt();
    }

    @Test
    void getShouldShowWhatIsLeft() {
        assertThat(run("limit", "get", email, "--json").json().toString())
                .isEqualTo("{\"imap_connections\":15,\"remaining\":{\"imap_connections\":15}}");
    }

    @Test
    void setShouldChangeTheLimitOfAnInbox() {
        assertThat(connections("limit", "set", email, "--imap-connections", "3", "--json"))
                .isEqualTo(3);
        assertThat(connections("limit", "get", "--json")).isEqualTo(15);
    }

    @Test
    void setShouldChangeTheLimitOfAnOrganization() {
        run("limit", "set", "--imap-connections", "7");

        assertThat(connections("limit", "get", email, "--json")).isEqualTo(7);
    }

    @Test
    void defaultShouldRemoveTheLimit() {
        run("limit", "set", email, "--imap-connections", "3");

        run("limit", "set", email, "--imap-connections", "default");

        assertThat(connections("limit", "get", email, "--json")).isEqualTo(15);
    }

    @Test
    void otherWordShouldBeAnError() {
        CommandRun run = run("limit", "set", email, "--imap-connections", "many");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("--imap-connections");
    }
}
