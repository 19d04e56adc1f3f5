package dev.agentpost.mail.backup;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupArchiveTest {
    private static final String SECRET = "a secret that is long enough to be found again";

    /** Does not shrink: one wrong bit in it is one wrong octet. */
    private static final String LARGE =
            new Random(1).ints(300_000, ' ', '~').mapToObj(Character::toString).collect(joining());

    @TempDir
    Path folder;

    private Path source;
    private Path archive;

    @BeforeEach
    void fill() throws IOException {
        source = folder.resolve("source");
        archive = folder.resolve("backup.zip");
        put("data/admin-token", SECRET, "rw-------");
        put("data/tls/ca.pem", "public", "rw-r--r--");
        put("data/cassandra/data/large", LARGE, "rw-------");
        put("james-conf/smtpserver.xml", "<smtp/>", "rw-r--r--");
    }

    private void put(String path, String content, String mode) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private void pack() throws IOException {
        pack(BackupManifest.FORMAT);
    }

    private void pack(int format) throws IOException {
        BackupManifest origin =
                new BackupManifest(format, "2026-11-21T10:00:00Z", "1.0", "3.8.1", "5.0.9", 6, List.of());
        try (OutputStream out = Files.newOutputStream(archive)) {
            new BackupWriter(source, bytes -> {}).write(origin, out);
        }
    }

    private void verify() throws Exception {
        try (BackupReader reader = BackupReader.open(archive)) {
            reader.verify(bytes -> {});
        }
    }

    @Test
    void dataShouldComeOutAsItWentIn() throws Exception {
        pack();
        Path target = folder.resolve("restored");

        try (BackupReader reader = BackupReader.open(archive)) {
            reader.verify(bytes -> {});
            reader.extractData(target, bytes -> {});
        }

        assertThat(target.resolve("admin-token")).hasContent(SECRET);
        assertThat(target.resolve("cassandra/data/large")).hasContent(LARGE);
        assertThat(mode(target.resolve("admin-token"))).isEqualTo("rw-------");
        assertThat(mode(target.resolve("tls/ca.pem"))).isEqualTo("rw-r--r--");
        assertThat(mode(target.resolve("tls"))).isEqualTo("rwx------");
        assertThat(target.resolve("smtpserver.xml")).doesNotExist();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void changedConfigurationShouldBeNamed() throws Exception {
        pack();
        Path installed = Files.createDirectories(folder.resolve("james-conf"));

        try (BackupReader reader = BackupReader.open(archive)) {
            Files.writeString(installed.resolve("smtpserver.xml"), "<smtp/>");
            assertThat(reader.changedConfiguration(installed)).isEmpty();

            Files.writeString(installed.resolve("smtpserver.xml"), "<other/>");
            assertThat(reader.changedConfiguration(installed)).containsExactly("smtpserver.xml");
        }
    }

    @Test
    void changedOctetShouldBeFound() throws Exception {
        pack();
        byte[] octets = Files.readAllBytes(archive);
        int inside = new String(octets, StandardCharsets.ISO_8859_1).indexOf("data/cassandra/data/large") + 60;
        octets[inside] ^= 1;
        Files.write(archive, octets);

        assertThatThrownBy(this::verify)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("large");
    }

    /** It says with which permissions a secret is put back. */
    @Test
    void changedManifestThatCanBeReadShouldBeFound() throws Exception {
        pack();
        byte[] octets = Files.readAllBytes(archive);
        // The last of the names is the one of the central directory, whose header holds the checksum 30 octets before.
        int name = new String(octets, StandardCharsets.ISO_8859_1).lastIndexOf(BackupWriter.MANIFEST);
        octets[name - 30] ^= 1;
        Files.write(archive, octets);

        assertThatThrownBy(this::verify)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(BackupWriter.MANIFEST);
    }

    @Test
    void cutOffFileShouldBeFound() throws Exception {
        pack();
        byte[] octets = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(octets, octets.length - 100));

        assertThatThrownBy(this::verify).isInstanceOf(UnusableBackupException.class);
    }

    @Test
    void otherFileShouldBeNoBackup() throws Exception {
        Files.writeString(archive, "no ZIP");

        assertThatThrownBy(this::verify)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining("no backup");
    }

    @Test
    void fileOfAnUnknownFormatShouldBeRefused() throws Exception {
        pack(BackupManifest.FORMAT + 1);

        assertThatThrownBy(this::verify)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void entryOutsideTheFolderShouldBeRefused() throws Exception {
        BackupManifest.File outside = new BackupManifest.File("data/../../evil", 0, "", "rw-------");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry(outside.path()));
            zip.putNextEntry(new ZipEntry(BackupWriter.MANIFEST));
            zip.write(BackupWriter.JSON.writeValueAsBytes(
                    new BackupManifest(BackupManifest.FORMAT, "", "", "", "", 6, List.of(outside))));
        }

        assertThatThrownBy(this::verify)
                .isInstanceOf(UnusableBackupException.class)
                .hasMessageContaining("may not hold data/../../evil");
    }

    @Test
    void entryThatIsNotListedShouldBeRefused() throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("data/more"));
            zip.putNextEntry(new ZipEntry(BackupWriter.MANIFEST));
            zip.write(BackupWriter.JSON.writeValueAsBytes(
                    new BackupManifest(BackupManifest.FORMAT, "", "", "", "", 6, List.of())));
        }

        assertThatThrownBy(this::verify).hasMessageContaining("not those that it lists");
    }
}
