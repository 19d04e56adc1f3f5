package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.backup.UnfinishedRestore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDraftTest {
    @TempDir
    Path parent;

    @Test
    void folderShouldLookUnfinishedUntilAllIsThere() throws IOException {
        try (FolderDraft draft = FolderDraft.of(parent)) {
            Files.writeString(draft.path().resolve("file"), "content");
            assertThat(UnfinishedRestore.isIn(parent)).isTrue();

            draft.commit();
        }

        assertThat(UnfinishedRestore.isIn(parent)).isFalse();
        assertThat(parent.resolve("file")).hasContent("content");
        assertThat(parent.toFile().list()).containsExactly("file");
    }

    /** As when the process is killed there: nothing takes the mark away. */
    @Test
    void folderShouldStayMarkedWhenSomeOfItIsMissing() throws IOException {
        try (FolderDraft draft = FolderDraft.of(parent)) {
            Files.createDirectories(parent.resolve("folder/not-empty"));
            Files.createDirectory(draft.path().resolve("folder"));

            assertThatThrownBy(draft::commit).isInstanceOf(IOException.class);
        }

        assertThat(UnfinishedRestore.isIn(parent)).isTrue();
    }

    @Test
    void folderThatWasGivenUpShouldBeAsBefore() throws IOException {
        FolderDraft draft = FolderDraft.of(parent);
        Files.writeString(draft.path().resolve("file"), "content");

        draft.close();

        assertThat(parent).isEmptyDirectory();
    }

    /** As when a server began on it while the backup was checked. */
    @Test
    void folderThatHoldsSomethingShouldStayAsItIs() throws IOException {
        Files.createDirectory(parent.resolve("lost+found"));
        Files.createFile(parent.resolve("server.lock"));

        assertThatThrownBy(() -> FolderDraft.of(parent)).isInstanceOf(DirectoryNotEmptyException.class);

        assertThat(parent.toFile().list()).containsExactlyInAnyOrder("lost+found", "server.lock");
    }

    /** As after an interrupt, which another thread does not notice at once. */
    @Test
    void folderThatIsWrittenWhileItIsGivenUpShouldBeAsBefore() throws Exception {
        FolderDraft draft = FolderDraft.of(parent);
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(draft, writing));
        writing.await();

        draft.giveUp();

        assertThatThrownBy(writer::get).hasCauseInstanceOf(UncheckedIOException.class);
        draft.close();
        assertThat(parent).isEmptyDirectory();
        assertThatThrownBy(draft::commit).isInstanceOf(InterruptedIOException.class);
    }

    private static void write(FolderDraft draft, CountDownLatch writing) {
        LongConsumer progress = draft.whileWanted(bytes -> writing.countDown());
        for (int file = 0; true; file++) {
            try {
                Path inner = Files.createDirectories(draft.path().resolve("folder-" + file % 7));
                Files.writeString(inner.resolve("file-" + file), "content");
            } catch (IOException e) {
                // deleted between the two
                continue;
            }
            progress.accept(file);
        }
    }

    @Test
    void newFolderShouldBeThereAsAWhole() throws IOException {
        Path folder = parent.resolve("data");
        try (FolderDraft draft = FolderDraft.of(folder)) {
            Files.writeString(draft.path().resolve("file"), "content");
            assertThat(folder).doesNotExist();

            draft.commit();
        }

        assertThat(folder.resolve("file")).hasContent("content");
        assertThat(parent.toFile().list()).containsExactly("data");
    }
}
