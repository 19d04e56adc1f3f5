package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writeShouldReplaceTheContent() throws IOException {
        Path file = folder.resolve("sub/file");

        AtomicFile.write(file, "old");
        AtomicFile.write(file, "new");

        assertThat(file).hasContent("new");
    }

    @Test
    void writeShouldLeaveNothingElseBehind() throws IOException {
        AtomicFile.write(folder.resolve("file"), "content");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("file"));
        }
    }

    @Test
    void secretShouldBeReadableByItsOwnerOnly() throws IOException {
        Path file = folder.resolve("secret");
        AtomicFile.write(file, "readable by all");

        AtomicFile.writeSecret(file, "content");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
