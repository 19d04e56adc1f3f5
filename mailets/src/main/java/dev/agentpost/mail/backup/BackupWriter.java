package dev.agentpost.mail.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a folder as a ZIP whose last entry is its {@link BackupManifest}; in memory that does not grow with it. */
public final class BackupWriter {
    static final String MANIFEST = "manifest.json";
    static final ObjectMapper JSON = new ObjectMapper()
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final LongConsumer progress;

    /** @param progress told the bytes that have been read */
    public BackupWriter(Path folder, LongConsumer progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** What the archive takes at most, nearly. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /**
     * Leaves the stream open.
     *
     * @param origin a manifest without files
     * @return with them
     */
    public BackupManifest write(BackupManifest origin, OutputStream sink) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(sink);
        // Cassandra's files are compressed already
        zip.setLevel(Deflater.BEST_SPEED);
        List<BackupManifest.File> written = new ArrayList<>();
        long bytes = 0;
        for (Path file : files()) {
            BackupManifest.File entry = write(file, zip);
            written.add(entry);
            bytes += entry.bytes();
            progress.accept(bytes);
        }
        BackupManifest manifest = origin.withFiles(written);
        zip.putNextEntry(new ZipEntry(MANIFEST));
        JSON.writeValue(zip, manifest);
        zip.closeEntry();
        zip.finish();
        return manifest;
    }

    private BackupManifest.File write(Path file, ZipOutputStream zip) throws IOException {
        String path = folder.relativize(file).toString().replace('\\', '/');
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        MessageDigest digest = sha256();
        long bytes;
        zip.putNextEntry(new ZipEntry(path));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes = copy(in, zip);
        }
        zip.closeEntry();
        return new BackupManifest.File(path, bytes, HexFormat.of().formatHex(digest.digest()), mode);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static long copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            bytes += read;
        }
        return bytes;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
