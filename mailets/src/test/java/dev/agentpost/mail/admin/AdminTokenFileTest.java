package dev.agentpost.mail.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenFileTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    private Path path;
    private AdminTokenFile file;

    @BeforeEach
    void setUp() {
        path = folder.resolve("data").resolve("admin-token");
        file = new AdminTokenFile(path);
    }

    @Test
    void firstStartShouldGenerateAToken() throws IOException {
        AdminToken token = file.loadOrGenerate(random);

        assertThat(path).hasContent(token.reveal() + "\n");
    }

    @Test
    void generatedFileShouldBeReadableByItsOwnerOnly() throws IOException {
        file.loadOrGenerate(random);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void generationShouldLeaveNoOtherFile() throws IOException {
        file.loadOrGenerate(random);

        assertThat(path.getParent()).isDirectoryNotContaining(other -> !other.equals(path));
    }

    @Test
    void laterStartShouldFindTheSameToken() throws IOException {
        AdminToken first = file.loadOrGenerate(random);

        AdminToken second = file.loadOrGenerate(random);

        assertThat(second.matches(first.reveal())).isTrue();
    }

    @Test
    void emptyFileShouldBeRefusedWithItsName() throws IOException {
        Files.createDirectories(path.getParent());
        Files.createFile(path);

        assertThatThrownBy(() -> file.loadOrGenerate(random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path.toString());
    }

    @Test
    void loadShouldNotMakeAFile() {
        assertThatThrownBy(file::load).isInstanceOf(NoSuchFileException.class);
    }
}
