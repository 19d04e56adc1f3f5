package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
    @TempDir
    Path data;

    @BeforeEach
    void log() throws IOException {
        Files.createDirectory(data.resolve("logs"));
        Files.writeString(data.resolve("logs/server.log"), "one\nsays \"two\"\n\tthree\n");
    }

    private CommandRun logs(String... arguments) {
        return CommandRun.of(new LogsCommand(), arguments);
    }

    @Test
    void lastLinesShouldBePrintedAsTheyAre() {
        assertThat(logs("--data", data.toString(), "-n", "2").out()).isEqualTo("says \"two\"\n\tthree\n");
    }

    @Test
    void jsonShouldBeAnObjectForEachLine() {
        assertThat(logs("--data", data.toString(), "-n", "2", "--json").out())
                .isEqualTo("{\"line\":\"says \\\"two\\\"\"}\n{\"line\":\"\\tthree\"}\n");
    }

    @Test
    void lineThatComesInPartsShouldBeOneObject() {
        StringWriter printed = new StringWriter();

        try (PrintWriter lines = new PrintWriter(new JsonLines(new PrintWriter(printed)))) {
            lines.print("fo");
            lines.flush();
            lines.print("ur\nfi");
        }

        assertThat(printed).hasToString("{\"line\":\"four\"}\n");
    }
}
