package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private Path log;
    private LogTail tail;

    @BeforeEach
    void setUp() throws IOException {
        log = folder.resolve("server.log");
        Files.writeString(log, "one\ntwo\nthree\n");
        tail = new LogTail(log);
    }

    @Test
    void lastShouldReturnTheLastLines() throws IOException {
        assertThat(tail.last(2)).containsExactly("two", "three");
    }

    @Test
    void lastShouldReturnAllWhenThereAreFewer() throws IOException {
        assertThat(tail.last(10)).containsExactly("one", "two", "three");
    }

    @Test
    void lastShouldReturnNothingWhenNothingIsWanted() throws IOException {
        assertThat(tail.last(0)).isEmpty();
    }

    @Test
    void printNewShouldPrintWhatWasAdded() throws IOException {
        tail.last(1);

        append("four\nfi");
        String first = printed();
        append("ve\n");

        assertThat(first).isEqualTo("four\n");
        assertThat(printed()).isEqualTo("five\n");
        assertThat(printed()).isEmpty();
    }

    @Test
    void printNewShouldGoOnAfterARotation() throws IOException {
        tail.last(1);

        Files.move(log, folder.resolve("server.1.log"));
        String whileMissing = printed();
        Files.writeString(log, "a new file, longer than the last\n");

        assertThat(whileMissing).isEmpty();
        assertThat(printed()).isEqualTo("a new file, longer than the last\n");
    }

    @Test
    void lineLongerThanTheBufferShouldBePrintedWhole() throws IOException {
        tail.last(1);
        String longLine = "x".repeat(200_000) + "\n";

        append(longLine);

        assertThat(printed()).isEqualTo(longLine);
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }

    private String printed() throws IOException {
        StringWriter text = new StringWriter();
        tail.printNew(new PrintWriter(text));
        return text.toString();
    }
}
