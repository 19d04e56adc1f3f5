package dev.agentpost.mail.cassandra.embedded;

import dev.agentpost.mail.core.DiskSpace;
import dev.agentpost.mail.core.FileLinks;
import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the data of a Cassandra that goes on writing. The copy is what a kill would have left at one moment after the
 * copying began: a snapshot of each table, and the commit log of all that was written since before the first of them.
 * Cassandra replays the log at its start, and knows what of it is in a table already.
 */
final class DataCopy {
    private static final Logger LOGGER = LoggerFactory.getLogger(DataCopy.class);
    private static final String PREFIX = "backup-";
    private static final int TRIES = 5;
    private static final Pattern SEGMENT = Pattern.compile("CommitLog-\\d+-(\\d+)\\.log");
    private static final Set<String> SNAPSHOT_NOTES = Set.of("manifest.json", "schema.cql");

    private final DataFolder folder;
    private final Snapshots snapshots;

    DataCopy(DataFolder folder, Snapshots snapshots) {
        this.folder = folder;
        this.snapshots = snapshots;
    }

    /** @param target absent or empty; laid out as the data folder is */
    void to(Path target) throws IOException {
        Files.createDirectories(target);
        for (String name : List.of("password", "password.set")) {
            if (Files.exists(folder.path().resolve(name))) {
                Files.copy(folder.path().resolve(name), target.resolve(name));
            }
        }
        String name = PREFIX + UUID.randomUUID();
        Path links = folder.run(name);
        try {
            copy(target, name, links);
        } finally {
            Folders.delete(links);
        }
    }

    /** Removes what a copy has left behind that a kill ended. No Cassandra may run on the folder. */
    static void clearInterrupted(DataFolder folder) throws IOException {
        deleteCopies(folder.path().resolve("run"));
        for (Path keyspace : subfolders(folder.path().resolve("data"))) {
            for (Path table : subfolders(keyspace)) {
                deleteCopies(table.resolve("snapshots"));
            }
        }
    }

    private static void deleteCopies(Path parent) throws IOException {
        for (Path candidate : subfolders(parent)) {
            if (candidate.getFileName().toString().startsWith(PREFIX)) {
                Folders.delete(candidate);
            }
        }
    }

    private static List<Path> subfolders(Path parent) throws IOException {
        return Files.isDirectory(parent)
                ? FileLinks.children(parent).stream().filter(Files::isDirectory).toList()
                : List.of();
    }

    private void copy(Path target, String name, Path links) throws IOException {
        for (int tried = 1; ; tried++) {
            Files.createDirectories(links);
            linkSegments(links);
            OptionalLong newest = ids(links).max();
            try {
                snapshots.take(name);
                linkSegments(links);
                if (isWithoutGap(newest, links)) {
                    linkSnapshot(name, target.resolve("data"));
                    copySegments(links, target.resolve("commitlog"));
                    return;
                }
            } finally {
                snapshots.clear(name);
            }
            if (tried == TRIES) {
                throw new IOException("the commit log of the embedded Cassandra moved on " + TRIES
                        + " times while its tables were copied: try again when there is less to write");
            }
            LOGGER.info("the commit log moved on while the tables were copied: copying again");
            Folders.delete(links);
        }
    }

    /** A segment that came and went during the snapshot may hold what no table and no other segment of the copy does. */
    private static boolean isWithoutGap(OptionalLong newestBefore, Path links) throws IOException {
        Set<Long> linked = ids(links).boxed().collect(Collectors.toCollection(TreeSet::new));
        if (newestBefore.isEmpty() || linked.isEmpty()) {
            return linked.isEmpty();
        }
        long newest = ids(links).max().getAsLong();
        return LongStream.rangeClosed(newestBefore.getAsLong(), newest).allMatch(linked::contains);
    }

    private void linkSegments(Path links) throws IOException {
        for (Path segment : newestFirst(folder.path().resolve("commitlog"))) {
            Path link = links.resolve(segment.getFileName());
            if (!Files.exists(link)) {
                FileLinks.linkIfThere(segment, link);
            }
        }
    }

    /**
     * The newest first: what is in the copy of one segment came after the end of the one before it, which is then copied
     * whole. Front to back within one, so that the copy ends where the writing was at that moment.
     */
    private static void copySegments(Path links, Path target) throws IOException {
        Files.createDirectories(target);
        ensureSpace(links, target);
        for (Path segment : newestFirst(links)) {
            Files.copy(segment, target.resolve(segment.getFileName()));
        }
    }

    private static void ensureSpace(Path links, Path target) throws IOException {
        long bytes = DiskSpace.LEAST_BYTES;
        for (Path segment : newestFirst(links)) {
            bytes += Files.size(segment);
        }
        long usable = Files.getFileStore(target).getUsableSpace();
        if (usable < bytes) {
            throw new IOException(
                    "a copy of the commit log needs " + (bytes >> 20) + " MiB, " + (usable >> 20) + " MiB are free");
        }
    }

    private void linkSnapshot(String name, Path target) throws IOException {
        Path data = folder.path().resolve("data");
        for (Path keyspace : FileLinks.children(data)) {
            for (Path table : FileLinks.children(keyspace)) {
                Path copy = target.resolve(data.relativize(table).toString());
                Files.createDirectories(copy);
                FileLinks.linkTree(
                        table.resolve("snapshots").resolve(name),
                        copy,
                        file -> !SNAPSHOT_NOTES.contains(file.getFileName().toString()));
            }
        }
    }

    private static LongStream ids(Path directory) throws IOException {
        return newestFirst(directory).stream().mapToLong(DataCopy::id);
    }

    private static List<Path> newestFirst(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            SEGMENT.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(DataCopy::id).reversed())
                    .toList();
        }
    }

    private static long id(Path segment) {
        Matcher matcher = SEGMENT.matcher(segment.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
