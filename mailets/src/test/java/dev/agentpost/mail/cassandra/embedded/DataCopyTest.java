package dev.agentpost.mail.cassandra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCopyTest {
    @TempDir
    Path data;

    private Path file(String name) throws Exception {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    @Test
    void whatAKilledCopyLeftBehindShouldGo() throws Exception {
        Path link = file("run/backup-1/CommitLog-8-1.log");
        Path snapshot = file("data/mail/inbox-1/snapshots/backup-1/nb-1-big-Data.db");
        Path index = file("data/mail/inbox-1/snapshots/backup-1/.index/nb-1-big-Data.db");
        Path table = file("data/mail/inbox-1/nb-1-big-Data.db");
        Path operators = file("data/mail/inbox-1/snapshots/mine/nb-1-big-Data.db");

        try (DataFolder folder = DataFolder.open(data)) {
            DataCopy.clearInterrupted(folder);
        }

        assertThat(link.getParent()).doesNotExist();
        assertThat(snapshot.getParent()).doesNotExist();
        assertThat(index).doesNotExist();
        assertThat(table).exists();
        assertThat(operators).exists();
    }

    @Test
    void newDataFolderShouldHaveNothingToClear() throws Exception {
        try (DataFolder folder = DataFolder.open(data)) {
            assertThatCode(() -> DataCopy.clearInterrupted(folder)).doesNotThrowAnyException();
        }
    }
}
