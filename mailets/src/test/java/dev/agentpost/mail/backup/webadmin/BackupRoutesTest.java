package dev.agentpost.mail.backup.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.backup.BackupId;
import dev.agentpost.mail.backup.BackupStaging;
import dev.agentpost.mail.backup.LiveCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRoutesTest {
    @TempDir
    Path data;

    @TempDir
    Path configuration;

    private AdminServer server(LiveCopy... parts) {
        return server(Optional.of(new BackupStaging(data, configuration, List.of(parts), 6, Clock.systemUTC())));
    }

    private static AdminServer server(Optional<BackupStaging> staging) {
        return new AdminServer(new Random(1), List.of(new BackupRoutes(staging)));
    }

    @Test
    void backupShouldBeLaidOutUntilItIsDeleted() throws Exception {
        Files.writeString(data.resolve("admin-token"), "secret");
        try (AdminServer server = server()) {
            Reply made = server.post("/backups", "{}");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.body().get("schema_version").asInt()).isEqualTo(6);
            Path folder = Path.of(made.text("folder"));
            assertThat(folder.resolve("data/admin-token")).exists();

            assertThat(server.delete("/backups/" + made.text("id")).status()).isEqualTo(204);
            assertThat(server.delete("/backups/" + made.text("id")).status()).isEqualTo(204);
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void deleteOfAnythingElseShouldBeNotFound() {
        try (AdminServer server = server()) {
            assertThat(server.delete("/backups/bak_x").status()).isEqualTo(404);
        }
    }

    @Test
    void unknownFieldShouldBeRefused() {
        try (AdminServer server = server()) {
            assertThat(server.post("/backups", "{\"to\": \"x\"}").status()).isEqualTo(400);
        }
    }

    @Test
    void failureShouldSayWhy() {
        LiveCopy broken = new LiveCopy() {
            @Override
            public String folderName() {
                return "queue";
            }

            @Override
            public void copyTo(Path target) throws IOException {
                throw new IOException("disk full");
            }
        };
        try (AdminServer server = server(broken)) {
            Reply reply = server.post("/backups", "{}");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text("message")).contains("disk full");
        }
    }

    @Test
    void serverOnAClusterShouldRefuse() {
        try (AdminServer server = server(Optional.empty())) {
            assertThat(server.post("/backups", "{}").status()).isEqualTo(409);
            assertThat(server.delete("/backups/" + BackupId.generate()).status())
                    .isEqualTo(409);
        }
    }
}
