package dev.agentpost.mail.backup;

import dev.agentpost.mail.core.Folders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup on disk. */
public final class BackupReader implements AutoCloseable {
    private static final String DATA = BackupStaging.DATA + "/";
    private static final String CONFIGURATION = BackupStaging.CONFIGURATION + "/";

    private final Path file;
    private final ZipFile zip;
    private final BackupManifest manifest;

    private BackupReader(Path file, ZipFile zip, BackupManifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    public static BackupReader open(Path file) throws IOException, UnusableBackupException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new UnusableBackupException(file + " is no backup, or is cut off: " + e.getMessage());
        }
        boolean opened = false;
        try {
            BackupReader reader = new BackupReader(file, zip, manifest(file, zip));
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                zip.close();
            }
        }
    }

    private static BackupManifest manifest(Path file, ZipFile zip) throws IOException, UnusableBackupException {
        ZipEntry entry = zip.getEntry(BackupWriter.MANIFEST);
        if (entry == null) {
            throw new UnusableBackupException(file + " is no backup: it has no " + BackupWriter.MANIFEST);
        }
        BackupManifest manifest;
        // ZipFile compares no checksums, and this one has no other.
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            byte[] json = in.readAllBytes();
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("another checksum");
            }
            manifest = BackupWriter.JSON.readValue(json, BackupManifest.class);
        } catch (IOException e) {
            throw new UnusableBackupException(file + " is damaged: " + BackupWriter.MANIFEST + " is not readable");
        }
        if (manifest.format() != BackupManifest.FORMAT) {
            throw new UnusableBackupException(file + " has the format " + manifest.format()
                    + ", which this version does not know: use a newer one");
        }
        return manifest;
    }

    public BackupManifest manifest() {
        return manifest;
    }

    /**
     * Reads everything and compares.
     *
     * @param progress told the bytes that have been read
     * @throws UnusableBackupException naming the first file that is not as it was written
     */
    public void verify(LongConsumer progress) throws IOException, UnusableBackupException {
        checkNames();
        long bytes = 0;
        for (BackupManifest.File entry : manifest.files()) {
            check(entry, OutputStream.nullOutputStream());
            bytes += entry.bytes();
            progress.accept(bytes);
        }
    }

    private void checkNames() throws UnusableBackupException {
        Set<String> listed = new HashSet<>(Set.of(BackupWriter.MANIFEST));
        for (BackupManifest.File entry : manifest.files()) {
            String path = entry.path();
            boolean inside = Stream.of(path.split("/", -1))
                    .noneMatch(part -> Set.of("", ".", "..").contains(part));
            if (!inside || !(path.startsWith(DATA) || path.startsWith(CONFIGURATION)) || !listed.add(path)) {
                throw new UnusableBackupException(file + " is damaged: it may not hold " + path);
            }
        }
        Set<String> found = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        if (!found.equals(listed)) {
            throw new UnusableBackupException(file + " is damaged: its files are not those that it lists");
        }
    }

    private void check(BackupManifest.File expected, OutputStream sink) throws IOException, UnusableBackupException {
        MessageDigest digest = BackupWriter.sha256();
        long bytes;
        try (InputStream in = new DigestInputStream(zip.getInputStream(zip.getEntry(expected.path())), digest)) {
            bytes = BackupWriter.copy(in, sink);
        } catch (ZipException | EOFException e) {
            throw damaged(expected);
        }
        if (bytes != expected.bytes()
                || !HexFormat.of().formatHex(digest.digest()).equals(expected.sha256())) {
            throw damaged(expected);
        }
    }

    private UnusableBackupException damaged(BackupManifest.File entry) {
        return new UnusableBackupException(file + " is damaged: " + entry.path() + " is not what was backed up");
    }

    /** Unpacks the data folder; on disk when this returns. */
    public void extractData(Path target, LongConsumer progress) throws IOException, UnusableBackupException {
        extract(DATA, target, progress);
    }

    /** Unpacks the configuration that the server had. */
    public void extractConfiguration(Path target, LongConsumer progress) throws IOException, UnusableBackupException {
        extract(CONFIGURATION, target, progress);
    }

    /** Of the configuration that the server had, what differs from the files in a folder. */
    public List<String> changedConfiguration(Path folder) {
        return manifest.files().stream()
                .filter(entry -> entry.path().startsWith(CONFIGURATION))
                .filter(entry -> !isSame(entry, folder.resolve(entry.path().substring(CONFIGURATION.length()))))
                .map(entry -> entry.path().substring(CONFIGURATION.length()))
                .toList();
    }

    private static boolean isSame(BackupManifest.File entry, Path other) {
        try {
            byte[] digest = BackupWriter.sha256().digest(Files.readAllBytes(other));
            return HexFormat.of().formatHex(digest).equals(entry.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    private void extract(String prefix, Path target, LongConsumer progress)
            throws IOException, UnusableBackupException {
        Set<Path> folders = new HashSet<>(Set.of(target));
        long bytes = 0;
        for (BackupManifest.File entry : manifest.files()) {
            if (entry.path().startsWith(prefix)) {
                Path copy = target.resolve(entry.path().substring(prefix.length()));
                Folders.createPrivate(copy.getParent());
                extract(entry, copy);
                addWithParents(copy.getParent(), folders);
                bytes += entry.bytes();
                progress.accept(bytes);
            }
        }
        for (Path folder : folders) {
            Folders.sync(folder);
        }
    }

    private static void addWithParents(Path folder, Set<Path> folders) {
        Path next = folder;
        while (folders.add(next)) {
            next = next.getParent();
        }
    }

    private void extract(BackupManifest.File entry, Path copy) throws IOException, UnusableBackupException {
        Files.createFile(copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            check(entry, Channels.newOutputStream(channel));
            channel.force(true);
        }
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(entry.mode()));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
