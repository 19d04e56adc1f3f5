package dev.agentpost.mail.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.backup.BackupStaging.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupStagingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path data;

    @TempDir
    Path configuration;

    private final List<String> copied = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        for (String file : List.of(
                "tls/ca.pem",
                "admin-token",
                "run/server.json",
                "logs/server.log",
                "queue/db",
                "class-archives/making/server.jsa")) {
            Files.createDirectories(data.resolve(file).getParent());
            Files.writeString(data.resolve(file), file);
        }
        Files.writeString(configuration.resolve("smtpserver.xml"), "<smtp/>");
    }

    private class Part implements LiveCopy {
        private final String name;

        Part(String name) {
            this.name = name;
        }

        @Override
        public String folderName() {
            return name;
        }

        @Override
        public void copyTo(Path target) throws IOException {
            copied.add(name);
            Files.createDirectories(target);
            Files.writeString(target.resolve("copy"), name);
        }
    }

    private BackupStaging staging(LiveCopy... parts) {
        return new BackupStaging(data, configuration, List.of(parts), 6, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void partsShouldBeCopiedInTheirOrder() throws Exception {
        staging(new Part("queue"), new Part("cassandra")).stage();

        assertThat(copied).containsExactly("queue", "cassandra");
    }

    @Test
    void folderThatLiesElsewhereShouldBeStaged(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("server.key"), "key");
        Files.createSymbolicLink(data.resolve("keys"), elsewhere);

        Staged staged = staging(new Part("queue")).stage();

        assertThat(staged.folder().resolve("data/keys/server.key")).hasContent("key");
    }

    @Test
    void configurationThatARestoreKeptShouldNotBeStaged() throws Exception {
        Files.createDirectories(data.resolve("james-conf.backup"));
        Files.writeString(data.resolve("james-conf.backup/smtpserver.xml"), "<older/>");

        Staged staged = staging(new Part("queue")).stage();

        assertThat(staged.folder().resolve("data/james-conf.backup")).doesNotExist();
    }

    @Test
    void allButWhatIsMadeAnewShouldBeStaged() throws Exception {
        Staged staged = staging(new Part("queue")).stage();

        assertThat(staged.createdAt()).isEqualTo(NOW);
        assertThat(staged.folder().resolve("data/tls/ca.pem")).hasContent("tls/ca.pem");
        assertThat(staged.folder().resolve("data/admin-token")).exists();
        assertThat(staged.folder().resolve("data/queue/copy")).hasContent("queue");
        assertThat(staged.folder().resolve("data/queue/db")).doesNotExist();
        assertThat(staged.folder().resolve("data/run")).doesNotExist();
        assertThat(staged.folder().resolve("data/logs")).doesNotExist();
        assertThat(staged.folder().resolve("data/backup")).doesNotExist();
        assertThat(staged.folder().resolve("data/class-archives")).doesNotExist();
        assertThat(staged.folder().resolve("james-conf/smtpserver.xml")).exists();
    }

    @Test
    void anotherOneShouldRemoveTheFirst() throws Exception {
        BackupStaging staging = staging();
        Staged first = staging.stage();

        Staged second = staging.stage();

        assertThat(first.folder()).doesNotExist();
        assertThat(second.folder()).exists();
    }

    @Test
    void releaseShouldBeIdempotent() throws Exception {
        BackupStaging staging = staging();
        Staged staged = staging.stage();

        staging.release(staged.id());
        staging.release(staged.id());

        assertThat(staged.folder()).doesNotExist();
    }

    @Test
    void failureShouldLeaveNothing() {
        BackupStaging staging = staging(new Part("queue") {
            @Override
            public void copyTo(Path target) throws IOException {
                super.copyTo(target);
                throw new IOException("disk full");
            }
        });

        assertThatThrownBy(staging::stage).hasMessage("disk full");
        assertThat(data.resolve("backup")).doesNotExist();
    }
}
