package dev.agentpost.mail.backup;

import dev.agentpost.mail.core.FileLinks;
import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lays out what a backup holds in a folder below the data folder, from which it is packed at leisure while the server
 * goes on. One at a time; safe for use by many threads.
 *
 * <p>The parts are copied in their order. Mail moves from the queue to the store: the queue comes first, so that what
 * leaves it meanwhile is in the store's copy. What is in both is delivered again after a restore, and known then.
 */
public final class BackupStaging {
    /** Below the data folder. */
    static final String FOLDER = "backup";

    static final String DATA = "data";
    static final String CONFIGURATION = "james-conf";

    /** In a restored data folder: the configuration of the server that was backed up. */
    public static final String KEPT_CONFIGURATION = "james-conf.backup";

    /** What a server makes anew, what is true of this one only, and what a file system has at its root. */
    private static final Set<String> LEFT_OUT = Set.of(
            FOLDER, KEPT_CONFIGURATION, "class-archives", "logs", "lost+found", "run", "server.lock", "tmp", "var");

    /**
     * @param folder absolute
     * @param schemaVersion of the tables
     */
    public record Staged(BackupId id, Path folder, Instant createdAt, int schemaVersion) {}

    private final Path data;
    private final Path configuration;
    private final List<LiveCopy> parts;
    private final int schemaVersion;
    private final Clock clock;

    public BackupStaging(Path data, Path configuration, List<LiveCopy> parts, int schemaVersion, Clock clock) {
        this.data = data;
        this.configuration = configuration;
        this.parts = parts;
        this.schemaVersion = schemaVersion;
        this.clock = clock;
    }

    /** What an earlier one left behind is removed first: whoever packed it is gone, or will find that it is. */
    public synchronized Staged stage() throws IOException {
        clear();
        Instant createdAt = clock.instant();
        BackupId id = BackupId.generate();
        Path folder = data.resolve(FOLDER).resolve(id.value());
        boolean done = false;
        try {
            Path copy = folder.resolve(DATA);
            Folders.createPrivate(copy);
            for (LiveCopy part : parts) {
                part.copyTo(copy.resolve(part.folderName()));
            }
            copyRest(copy);
            copyTree(configuration, folder.resolve(CONFIGURATION));
            done = true;
            return new Staged(id, folder, createdAt, schemaVersion);
        } finally {
            if (!done) {
                clear();
            }
        }
    }

    /** May be repeated. */
    public synchronized void release(BackupId id) throws IOException {
        Folders.delete(data.resolve(FOLDER).resolve(id.value()));
    }

    /** Removes what is staged, as that of a server that was killed meanwhile. */
    public synchronized void clear() throws IOException {
        Folders.delete(data.resolve(FOLDER));
    }

    private void copyRest(Path copy) throws IOException {
        Set<String> ofParts =
                Set.copyOf(parts.stream().map(LiveCopy::folderName).toList());
        for (Path entry : FileLinks.children(data)) {
            String name = entry.getFileName().toString();
            if (!LEFT_OUT.contains(name) && !ofParts.contains(name)) {
                copyTree(entry, copy.resolve(name));
            }
        }
    }

    private static void copyTree(Path source, Path target) throws IOException {
        List<Path> files;
        // Certificates, for example, may lie elsewhere.
        try (Stream<Path> all = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
            files = all.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString()).normalize();
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }
}
