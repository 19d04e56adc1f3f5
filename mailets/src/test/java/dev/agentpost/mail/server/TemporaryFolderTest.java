package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    Path data;

    @Test
    void prepareShouldMakeTheFolder() throws Exception {
        TemporaryFolder.prepare(data);

        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void prepareShouldRemoveWhatAKilledProcessLeft() throws Exception {
        Path left = Files.createDirectories(data.resolve("tmp").resolve("folder"));
        Files.writeString(left.resolve("mimemessage-1.m64"), "of a crash");
        Files.writeString(data.resolve("tmp").resolve("mimemessage-2.m64"), "of a crash");

        TemporaryFolder.prepare(data);

        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void prepareShouldNotFollowLinksOutOfTheFolder() throws Exception {
        Path outside = Files.writeString(data.resolve("kept"), "kept");
        Files.createDirectories(data.resolve("tmp"));
        Files.createSymbolicLink(data.resolve("tmp").resolve("link"), outside);

        TemporaryFolder.prepare(data);

        assertThat(outside).hasContent("kept");
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }
}
