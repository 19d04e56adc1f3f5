package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxCommandTest {
    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    private String newInbox() {
        return commands.run("inbox", "create", "alice", "--json")
                .json()
                .path("email")
                .asText();
    }

    @Test
    void createShouldPrintTheAddress() {
        CommandRun run = commands.run("inbox", "create", "alice");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).anyMatch(line -> line.matches("email +alice-\\w{6}@shared\\.example"));
    }

    @Test
    void createShouldTakeEveryOption() {
        CommandRun run = commands.run(
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
        CommandRun first = commands.run("inbox", "create", "alice", "--client-id=crm-7", "--json");

        CommandRun second = commands.run("inbox", "create", "alice", "--client-id=crm-7", "--json");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void refusalShouldNameTheField() {
        CommandRun run = commands.run("inbox", "create", "postmaster");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: username"));
    }

    @Test
    void listShouldShowEveryInbox() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "list");

        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.out()).contains(email);
    }

    @Test
    void getShouldShowTheInbox() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "get", email, "--json");

        assertThat(run.json().path("email").asText()).isEqualTo(email);
    }

    @Test
    void addressWithASlashShouldBeFound() {
        String email = commands.run("inbox", "create", "a/b", "--json")
                .json()
                .path("email")
                .asText();

        assertThat(commands.run("inbox", "get", email).exitCode()).isZero();
    }

    @Test
    void updateShouldPauseSending() {
        CommandRun run = commands.run("inbox", "update", newInbox(), "--send-paused", "true", "--json");

        assertThat(run.json().path("send_paused").asBoolean()).isTrue();
    }

    @Test
    void emptyDisplayNameShouldRemoveIt() {
        String email = newInbox();
        commands.run("inbox", "update", email, "--display-name", "Alice");

        CommandRun run = commands.run("inbox", "update", email, "--display-name", "", "--json");

        assertThat(run.json().path("display_name").isNull()).isTrue();
    }

    @Test
    void updateOfNothingShouldBeAUsageError() {
        assertThat(commands.run("inbox", "update", newInbox()).exitCode()).isEqualTo(2);
    }

    @Test
    void deleteShouldRefuseWithoutATerminalToAskOn() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "delete", email);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(commands.run("inbox", "get", email).exitCode()).isZero();
    }

    @Test
    void deleteShouldNotAskWhenToldYes() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "delete", email, "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(commands.run("inbox", "get", email).exitCode()).isEqualTo(4);
    }

    @Test
    void settingsShouldBeReadyToPaste() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "settings", email);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("imap_host +mail.example.org"))
                .anyMatch(line -> line.matches("imap_port +993"))
                .anyMatch(line -> line.matches("smtp_port +465"))
                .anyMatch(line -> line.matches("username +" + email))
                .contains("SMTP_HOST=mail.example.org", "SMTP_USER=" + email, "IMAP_PORT=993");
    }

    @Test
    void settingsShouldBeOneObjectForPrograms() {
        String email = newInbox();

        CommandRun run = commands.run("inbox", "settings", email, "--json");

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.json().path("username").asText()).isEqualTo(email);
        assertThat(run.json().path("env").asText()).contains("SMTP_PASS=<your API key>\n");
    }

    @Test
    void settingsOfAnInboxThatDoesNotExistShouldBeFour() {
        assertThat(commands.run("inbox", "settings", "nobody@shared.example").exitCode())
                .isEqualTo(4);
    }
}
