package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    @Test
    void successShouldBeZero() {
        assertThat(commands.run("org", "get", commands.acme()).exitCode()).isZero();
    }

    @Test
    void refusalShouldBeOne() {
        CommandRun run = commands.run("inbox", "create", "postmaster");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("username");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wrongCommandLineShouldBeTwo() {
        assertThat(commands.run("org", "get").exitCode()).isEqualTo(2);
        assertThat(commands.run("org", "update", commands.acme()).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org delete org_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "inbox delete alice@shared.example",
                "alias delete alice@shared.example sales@shared.example",
                "domain delete acme.example",
                "key revoke key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "rule delete rul_01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "suppression remove bob@example.net",
                "delivery cancel 01ARZ3NDEKTSV4RRFFQ69G5FAV"
            })
    void whatNobodyConfirmsShouldBeTwo(String command) {
        CommandRun run = commands.run(command.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(run.out()).isEmpty();
        assertThat(commands.run((command + " --yes").split(" ")).err()).doesNotContain("--yes");
    }

    @Test
    void whatNobodyConfirmsShouldNotBeDone() {
        assertThat(commands.run("org", "delete", commands.acme()).exitCode()).isEqualTo(2);

        assertThat(commands.run("org", "get", commands.acme()).exitCode()).isZero();
    }

    @Test
    void silentServerShouldBeThree() throws IOException {
        CommandRun run = CommandRun.of(
                "org",
                "list",
                "--admin-url",
                "http://127.0.0.1:" + LoopbackPorts.free(),
                "--admin-token-file",
                CommandRun.tokenFile(folder).toString());

        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void unknownThingShouldBeFour() {
        assertThat(commands.run("inbox", "get", "nobody@shared.example").exitCode())
                .isEqualTo(4);
    }

    @Test
    void conflictShouldBeFive() {
        assertThat(commands.run("rule", "create", "--action", "block", "example.com")
                        .exitCode())
                .isZero();

        assertThat(commands.run("rule", "create", "--action", "block", "example.com")
                        .exitCode())
                .isEqualTo(5);
    }

    @Test
    void deletionShouldAnswerInJson() {
        assertThat(commands.run("org", "delete", commands.acme(), "--yes", "--json")
                        .json()
                        .get("deleted")
                        .asText())
                .isEqualTo(commands.acme());
    }
}
