package dev.agentpost.mail.cassandra.embedded;

import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** What lies where in the data folder of the embedded Cassandra, and the lock that one server at a time holds on it. */
final class DataFolder implements AutoCloseable {
    static final String USERNAME = "agentpost";

    // What a start and a replay of the commit log need at least; below it Cassandra would end at its first write.
    private static final long LEAST_FREE_BYTES = 128L * 1024 * 1024;
    private static final int PASSWORD_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel lockChannel;

    private DataFolder(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Makes the folder when absent and locks it until {@link #close()} or the end of this JVM.
     *
     * @throws EmbeddedCassandraException when it cannot be written or another server holds it
     */
    static DataFolder open(Path directory) {
        try {
            Files.createDirectories(directory);
            Path real = directory.toRealPath();
            Files.setPosixFilePermissions(real, OWNER_ONLY);
            Files.createDirectories(real.resolve("run"));
            return new DataFolder(real, lock(real));
        } catch (IOException | SecurityException e) {
            throw new EmbeddedCassandraException("data folder " + directory + " is not writable: " + reason(e), e);
        }
    }

    Path path() {
        return path;
    }

    Path run(String fileName) {
        return path.resolve("run").resolve(fileName);
    }

    /** Loaded into the running Cassandra, and replaced only before one is launched. */
    Path snapshotAgent() {
        return run("snapshot-agent.jar");
    }

    /** Emptied before each launch. */
    Path temporary() {
        return run("tmp");
    }

    Path portsFile() {
        return path.resolve("ports.properties");
    }

    void checkSpace() {
        try {
            FileStore store = Files.getFileStore(path);
            if (store.getUsableSpace() < LEAST_FREE_BYTES) {
                throw new EmbeddedCassandraException("disk full: " + store.getUsableSpace() / (1024 * 1024)
                        + " MiB free at " + path + ", the embedded Cassandra needs at least "
                        + LEAST_FREE_BYTES / (1024 * 1024) + " MiB");
            }
        } catch (IOException e) {
            throw new EmbeddedCassandraException("data folder " + path + " is not readable: " + reason(e), e);
        }
    }

    /** Present once Cassandra has taken the password. */
    Path passwordSetMarker() {
        return path.resolve("password.set");
    }

    /** The password in use, generated at the first call. It is on disk before Cassandra hears of it. */
    CassandraCredentials credentials() throws IOException {
        Path file = path.resolve("password");
        if (!Files.exists(file)) {
            if (Files.exists(passwordSetMarker())) {
                throw new EmbeddedCassandraException(
                        file + " is missing: without it nobody can log in to the data beside it, restore it");
            }
            writePrivately(file, randomSecret());
        }
        return new CassandraCredentials(USERNAME, Files.readString(file).strip());
    }

    static String randomSecret() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Replaces the file as a whole, on disk when this returns, readable by its owner only. */
    static void writePrivately(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PRIVATE_FILE);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.sync(file.toAbsolutePath().getParent());
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot unlock " + path + ": " + reason(e), e);
        }
    }

    static String reason(Exception e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }

    // The channel stays open for as long as the lock is held.
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM: the same answer as for another one.
        }
        channel.close();
        throw new EmbeddedCassandraException("data folder " + directory + " is in use by a running server");
    }
}
