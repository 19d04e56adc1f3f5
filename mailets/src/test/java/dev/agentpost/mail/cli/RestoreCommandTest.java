package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.backup.BackupManifest;
import dev.agentpost.mail.backup.BackupWriter;
import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.cassandra.schema.SchemaCreation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandTest {
    private static final String HOME = "agentpost.home";
    private static final String CASSANDRA = "5.0.9";

    @TempDir
    Path folder;

    private final String homeBefore = System.getProperty(HOME);
    private Path archive;
    private Path target;

    @BeforeEach
    void install() throws IOException {
        Path home = folder.resolve("home");
        Path jars = Files.createDirectories(home.resolve("mailets/embedded-cassandra/target/lib"));
        Files.createFile(jars.resolve("cassandra-all-" + CASSANDRA + ".jar"));
        Files.createDirectories(home.resolve("james-conf"));
        System.setProperty(HOME, home.toString());
        archive = folder.resolve("backup.zip");
        target = folder.resolve("restored");
    }

    @AfterEach
    void uninstall() {
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }

    private void backup(int schemaVersion, String cassandra) throws IOException {
        Path source = folder.resolve("source");
        Files.createDirectories(source.resolve("data"));
        Files.createDirectories(source.resolve("james-conf"));
        Files.writeString(source.resolve("data/admin-token"), "secret");
        Files.writeString(source.resolve("james-conf/smtpserver.xml"), "<smtp/>");
        try (OutputStream out = Files.newOutputStream(archive)) {
            new BackupWriter(source, bytes -> {})
                    .write(
                            new BackupManifest(
                                    BackupManifest.FORMAT,
                                    "2026-11-21T10:00:00Z",
                                    null,
                                    null,
                                    cassandra,
                                    schemaVersion,
                                    List.of()),
                            out);
        }
    }

    private CommandRun restore(String... more) {
        return CommandRun.of(
                new RestoreCommand(),
                Stream.concat(Stream.of(archive.toString(), "--data", target.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.contains("restor"))
                    .toList();
        }
    }

    @Test
    void dataFolderShouldBeMade() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);

        CommandRun run = restore("--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"created_at\":\"2026-11-21T10:00:00Z\"");
        assertThat(target.resolve("admin-token")).hasContent("secret");
        assertThat(target.resolve("james-conf.backup/smtpserver.xml")).exists();
        assertThat(run.err()).contains("smtpserver.xml");
        assertThat(leftovers()).containsExactly("restored");
    }

    @Test
    void whatAKilledRestoreLeftShouldBeNamed() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        Path left = Files.createDirectory(folder.resolve(".restored.restoring123"));

        CommandRun run = restore();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("warning: a restore that was killed left " + left + ": delete it");
    }

    @Test
    void configurationKeptByAnEarlierRestoreShouldGiveWay() throws Exception {
        Files.createDirectories(folder.resolve("source/data/james-conf.backup"));
        Files.writeString(folder.resolve("source/data/james-conf.backup/smtpserver.xml"), "<older/>");
        backup(SchemaCreation.VERSION, CASSANDRA);

        CommandRun run = restore();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(target.resolve("james-conf.backup/smtpserver.xml")).hasContent("<smtp/>");
    }

    @Test
    void emptyFolderShouldBeFilled() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        Files.createDirectories(target);

        assertThat(restore().exitCode()).isZero();
        assertThat(target.resolve("admin-token")).hasContent("secret");
        assertThat(target.resolve("james-conf.backup/smtpserver.xml")).exists();
        assertThat(names(target)).containsExactlyInAnyOrder("admin-token", "james-conf.backup");
        assertThat(leftovers()).containsExactly("restored");
    }

    /** A folder where a disk is mounted cannot be replaced by another. */
    @Test
    void folderShouldBeFilledWhereItIs() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        Files.createDirectories(target.resolve("lost+found"));
        Object before = Files.readAttributes(target, BasicFileAttributes.class).fileKey();

        CommandRun run = restore();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAttributes(target, BasicFileAttributes.class).fileKey())
                .isEqualTo(before);
        assertThat(names(target)).containsExactlyInAnyOrder("admin-token", "james-conf.backup", "lost+found");
    }

    @Test
    void damagedFileShouldLeaveAnEmptyFolderEmpty() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        byte[] octets = Files.readAllBytes(archive);
        octets[octets.length / 3] ^= 1;
        Files.write(archive, octets);
        Files.createDirectories(target);

        assertThat(restore().exitCode()).isEqualTo(1);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void folderOfARestoreThatWasCutOffShouldBeRefused() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        Files.createDirectories(target);
        UnfinishedRestore.begin(target);

        CommandRun run = restore();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("was cut off: delete what is in it, and restore again");
    }

    private static List<String> names(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void folderWithDataShouldBeRefused() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        Files.createDirectories(target);
        Files.writeString(target.resolve("kept"), "kept");

        CommandRun run = restore();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("not empty");
        assertThat(target.resolve("kept")).exists();
        assertThat(target.resolve("admin-token")).doesNotExist();
    }

    @Test
    void newerTablesShouldBeRefused() throws Exception {
        backup(SchemaCreation.VERSION + 1, CASSANDRA);

        CommandRun run = restore();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("use a newer one");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void newerCassandraShouldBeRefused() throws Exception {
        backup(SchemaCreation.VERSION, "5.1.0");

        assertThat(restore().exitCode()).isEqualTo(1);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void damagedFileShouldBeRefusedBeforeAnythingIsWritten() throws Exception {
        backup(SchemaCreation.VERSION, CASSANDRA);
        byte[] octets = Files.readAllBytes(archive);
        octets[octets.length / 3] ^= 1;
        Files.write(archive, octets);

        CommandRun run = restore();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("damaged");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void missingFileShouldBeNamed() {
        CommandRun run = restore();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(archive.toString());
    }
}
