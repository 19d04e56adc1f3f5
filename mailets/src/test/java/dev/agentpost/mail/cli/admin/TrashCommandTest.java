package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.trash.webadmin.ServedTrash;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrashCommandTest {
    @TempDir
    Path folder;

    private ServedTrash trash;

    @BeforeEach
    void start() {
        trash = new ServedTrash();
    }

    @AfterEach
    void stop() {
        trash.close();
    }

    @Test
    void emptyShouldSayWhatItRemoved() {
        CommandRun run = run("trash", "empty", "--yes");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).anyMatch(line -> line.matches("removed +1"));
        assertThat(trash.messages()).isEqualTo(1);
    }

    @Test
    void oneInboxShouldBeEmptiedAlone() {
        CommandRun run = run("trash", "empty", "--yes", "--inbox=bob@example.com", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("removed").asInt(-1)).isZero();
        assertThat(trash.messages()).isEqualTo(2);
    }

    @Test
    void nothingShouldBeRemovedWithoutAWord() {
        CommandRun run = run("trash", "empty");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--yes");
        assertThat(trash.messages()).isEqualTo(2);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(trash.server(), folder, arguments);
    }
}
