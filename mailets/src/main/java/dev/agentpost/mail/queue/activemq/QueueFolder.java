package dev.agentpost.mail.queue.activemq;

import dev.agentpost.mail.core.FileLinks;
import dev.agentpost.mail.core.Folders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The queue on disk: the broker's journal, and one file for the content of each mail that is too large for the journal.
 * Safe for use by many threads: a file is written once, under a name of its own.
 */
final class QueueFolder {
    /** Left free so that the journal, whose loss stops the queue, is never what meets the full disk first. */
    static final long RESERVED_BYTES = 64L << 20;

    private static final String CONTENT_SUFFIX = ".eml";
    private static final int COPY_TRIES = 5;
    private static final String JOURNAL = "journal";
    private static final String CONTENT = "content";
    private static final Pattern JOURNAL_FILE = Pattern.compile("db-(\\d+)\\.log");

    private final Path root;
    private final Path content;
    private final ReadWriteLock deletion = new ReentrantReadWriteLock();
    private final Queue<Path> toDelete = new ConcurrentLinkedQueue<>();
    private boolean copying;

    private QueueFolder(Path root) {
        this.root = root;
        this.content = root.resolve(CONTENT);
    }

    static QueueFolder at(Path root) throws IOException {
        QueueFolder folder = new QueueFolder(root.toAbsolutePath());
        createPrivately(folder.root);
        createPrivately(folder.content);
        return folder;
    }

    private static void createPrivately(Path directory) throws IOException {
        if (Files.getFileStore(Folders.existing(directory)).supportsFileAttributeView("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    File root() {
        return root.toFile();
    }

    File journal() {
        return root.resolve(JOURNAL).toFile();
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** @throws IOException when the disk has no room for so many bytes beside the reserve */
    void ensureSpaceFor(long bytes) throws IOException {
        long usable = usableBytes();
        if (usable < RESERVED_BYTES + bytes) {
            throw new IOException("no space for " + bytes + " bytes in " + root + ": " + usable
                    + " bytes are free, of which " + RESERVED_BYTES + " stay reserved");
        }
    }

    /** Streams the content into a new file; when this returns, file and directory entry are on disk. */
    URL write(InputStream source) throws IOException {
        Path file = content.resolve(UUID.randomUUID() + CONTENT_SUFFIX);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream sink = Channels.newOutputStream(channel);
            source.transferTo(sink);
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        Folders.sync(content);
        return file.toUri().toURL();
    }

    /** @throws NoSuchFileException when the file is gone */
    InputStream read(URL url) throws IOException {
        return Files.newInputStream(file(url));
    }

    /** While {@link #copyTo} runs, the file stays until it is done. */
    void delete(URL url) throws IOException {
        Path file = file(url);
        deletion.readLock().lock();
        try {
            if (copying) {
                toDelete.add(file);
            } else {
                Files.deleteIfExists(file);
            }
        } finally {
            deletion.readLock().unlock();
        }
    }

    /**
     * Copies the queue while it is in use: what was in it before this call and is not finished is in the copy. The index
     * is left out, the broker makes it anew. No content that the copied journal names may be deleted before its link is
     * made.
     */
    void copyTo(Path target) throws IOException {
        Path copiedContent = Files.createDirectories(target.resolve(CONTENT));
        setCopying(true);
        try {
            copyJournal(Files.createDirectories(target.resolve(JOURNAL)));
            for (Path file : contentFiles()) {
                // what cannot be written whole goes at once, and nothing names it
                FileLinks.linkIfThere(file, copiedContent.resolve(file.getFileName()));
            }
        } finally {
            setCopying(false);
        }
    }

    /** A file that is cleared away may have had its entries moved to one that came too late for the copy. */
    private void copyJournal(Path target) throws IOException {
        for (int tried = 1; !copiedWithoutClearing(target); tried++) {
            if (tried == COPY_TRIES) {
                throw new IOException("the journal of the mail queue was cleared " + COPY_TRIES
                        + " times while it was copied: try again when there is less mail");
            }
            for (Path file : FileLinks.children(target)) {
                Files.delete(file);
            }
        }
    }

    /** The newest file first: what is in the copy of one came after the end of the one before, which is copied whole. */
    private boolean copiedWithoutClearing(Path target) throws IOException {
        List<Path> files = journalFilesNewestFirst();
        try {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        } catch (NoSuchFileException cleared) {
            return false;
        }
        return files.stream().allMatch(Files::exists);
    }

    private void setCopying(boolean value) throws IOException {
        deletion.writeLock().lock();
        try {
            copying = value;
            for (Path file = toDelete.poll(); file != null; file = toDelete.poll()) {
                Files.deleteIfExists(file);
            }
        } finally {
            deletion.writeLock().unlock();
        }
    }

    private List<Path> journalFilesNewestFirst() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(JOURNAL))) {
            return files.filter(file ->
                            JOURNAL_FILE.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(QueueFolder::journalNumber).reversed())
                    .toList();
        }
    }

    private static long journalNumber(Path file) {
        Matcher matcher = JOURNAL_FILE.matcher(file.getFileName().toString());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Journals name files by URL; whatever the URL says, only files of this folder are touched. */
    private Path file(URL url) throws IOException {
        try {
            return content.resolve(
                    Path.of(new URI(url.toString())).getFileName().toString());
        } catch (URISyntaxException e) {
            throw new IOException("'" + url + "' does not name a content file", e);
        }
    }

    /** Removes the content files that no queued mail names, as a crash leaves them. Not to be used beside writers. */
    int deleteAllBut(Set<String> referencedNames) throws IOException {
        int deleted = 0;
        for (Path file : contentFiles()) {
            if (!referencedNames.contains(file.getFileName().toString())) {
                Files.deleteIfExists(file);
                deleted++;
            }
        }
        return deleted;
    }

    boolean hasContentFiles() throws IOException {
        return !contentFiles().isEmpty();
    }

    private List<Path> contentFiles() throws IOException {
        try (Stream<Path> files = Files.list(content)) {
            return files.filter(file -> file.getFileName().toString().endsWith(CONTENT_SUFFIX))
                    .toList();
        }
    }
}
