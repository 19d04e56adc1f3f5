package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxCommandTest {
    @TempDir
    Path folder;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    private String newInbox() {
        return run("inbox", "create", "alice", "--json").json().path("email").asText();
    }

    @Test
    void createShouldPrintTheAddress() {
        CommandRun run = run("inbox", "create", "alice");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).anyMatch(line -> line.matches("email +alice-\\w{6}@shared\\.example"));
    }

    @Test
    void createShouldTakeEveryOption() {
        CommandRun run = run(
                "inbox",
                "create",
                "alice",
                "--domain=shared.example",
                "--display-name=Alice A.",
                "--client-id=crm-7",
                "--json");

        assertThat(run.json().path("display_name").asText()).isEqualTo("Alice A.");
        assertThat(run.json().path("client_id").asText()).isEqualTo("crm-7");
    }

    @Test
    void repeatedClientIdShouldPrintTheFirstInbox() {
        CommandRun first = run("inbox", "create", "alice", "--client-id=crm-7", "--json");

        CommandRun second = run("inbox", "create", "alice", "--client-id=crm-7", "--json");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void refusalShouldNameTheField() {
        CommandRun run = run("inbox", "create", "postmaster");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: username"));
    }

    @Test
    void listShouldShowEveryInbox() {
        String email = newInbox();

        CommandRun run = run("inbox", "list");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains(email);
    }

    @Test
    void getShouldShowTheInbox() {
        String email = newInbox();

        CommandRun run = run("inbox", "get", email, "--json");

        assertThat(run.json().path("email").asText()).isEqualTo(email);
    }

    @Test
    void addressWithASlashShouldBeFound() {
        String email =
                run("inbox", "create", "a/b", "--json").json().path("email").asText();

        assertThat(run("inbox", "get", email).exitCode()).isZero();
    }

    @Test
    void updateShouldPauseSending() {
        CommandRun run = run("inbox", "update", newInbox(), "--send-paused", "true", "--json");

        assertThat(run.json().path("send_paused").asBoolean()).isTrue();
    }

    @Test
    void emptyDisplayNameShouldRemoveIt() {
        String email = newInbox();
        run("inbox", "update", email, "--display-name", "Alice");

        CommandRun run = run("inbox", "update", email, "--display-name", "", "--json");

        assertThat(run.json().path("display_name").isNull()).isTrue();
    }

    @Test
    void updateOfNothingShouldBeAUsageError() {
        assertThat(run("inbox", "update", newInbox()).exitCode()).isEqualTo(2);
    }

    @Test
    void deleteShouldRefuseWithoutATerminalToAskOn() {
        String email = newInbox();

        CommandRun run = run("inbox", "delete", email);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run("inbox", "get", email).exitCode()).isZero();
    }

    @Test
    void deleteShouldNotAskWhenToldYes() {
        String email = newInbox();

        CommandRun run = run("inbox", "delete", email, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run("inbox", "get", email).exitCode()).isEqualTo(4);
    }
}
