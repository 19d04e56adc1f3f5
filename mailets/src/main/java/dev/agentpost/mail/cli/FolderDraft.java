package dev.agentpost.mail.cli;

import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.core.Folders;
import dev.agentpost.mail.core.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A folder that is there as a whole or not at all: it has another name until {@link #commit}, and is gone when there was
 * none, after an interrupt too. One that was there before, such as where a disk is mounted, is marked by {@link
 * UnfinishedRestore} until it has everything.
 */
final class FolderDraft implements AutoCloseable {
    private static final String PREFIX = ".restoring";
    private static final String INTERRUPTED = "interrupted";

    /** What a disk that was made just now has, and nobody may look into. */
    private static final String OF_THE_DISK = "lost+found";

    /** Of deleting: into what is being deleted, one more file may be written. */
    private static final int TRIES = 50;

    private static final Pause BETWEEN_TRIES = new Pause(Duration.ofMillis(50));

    private enum Phase {
        DRAFT,
        MOVING,
        OVER
    }

    private final Path folder;
    private final Path draft;
    private final boolean inside;
    private final InterruptAction cleaning;
    private Phase phase = Phase.DRAFT;
    private volatile boolean givenUp;

    private FolderDraft(Path folder, Path draft, boolean inside) throws IOException {
        this.folder = folder;
        this.draft = draft;
        this.inside = inside;
        this.cleaning = InterruptAction.of(this::giveUp);
    }

    /**
     * @param folder absent or empty
     * @throws DirectoryNotEmptyException which has left the folder as it was
     */
    static FolderDraft of(Path folder) throws IOException {
        return Files.exists(folder) ? inside(folder) : beside(folder);
    }

    /** Whether there is nothing in it that matters. */
    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.equals(OF_THE_DISK) || name.equals(UnfinishedRestore.NAME));
        }
    }

    /** Beside the folder: what restores that were killed left, or others that are at work. */
    static List<Path> othersOf(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings.filter(sibling -> sibling.getFileName().toString().startsWith(nameBeside(folder)))
                    .sorted()
                    .toList();
        }
    }

    private static FolderDraft inside(Path folder) throws IOException {
        UnfinishedRestore.begin(folder);
        boolean made = false;
        try {
            // A server makes its lock and then looks for the mark: one of the two sees the other.
            if (!isEmpty(folder)) {
                throw new DirectoryNotEmptyException(folder.toString());
            }
            FolderDraft draft = new FolderDraft(folder, Files.createTempDirectory(folder, PREFIX), true);
            made = true;
            return draft;
        } finally {
            if (!made) {
                UnfinishedRestore.end(folder);
            }
        }
    }

    private static FolderDraft beside(Path folder) throws IOException {
        Path parent = Files.createDirectories(folder.getParent());
        Path draft = Files.createTempDirectory(parent, nameBeside(folder));
        return new FolderDraft(folder, draft, false);
    }

    private static String nameBeside(Path folder) {
        return "." + folder.getFileName() + PREFIX;
    }

    Path path() {
        return draft;
    }

    /**
     * Tells on how far the writing is.
     *
     * @return ends the writing by an {@link UncheckedIOException} when the draft is given up: it would make anew what is
     *     being deleted
     */
    LongConsumer whileWanted(LongConsumer progress) {
        return bytes -> {
            if (givenUp) {
                throw new UncheckedIOException(new InterruptedIOException(INTERRUPTED));
            }
            progress.accept(bytes);
        };
    }

    synchronized void commit() throws IOException {
        if (givenUp || phase == Phase.OVER) {
            throw new InterruptedIOException(INTERRUPTED);
        }
        Folders.sync(draft);
        if (inside) {
            phase = Phase.MOVING;
            moveContent();
        } else {
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(folder.getParent());
        }
        phase = Phase.OVER;
    }

    private void moveContent() throws IOException {
        List<Path> content;
        try (Stream<Path> entries = Files.list(draft)) {
            content = entries.toList();
        }
        for (Path entry : content) {
            Files.move(entry, folder.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.delete(draft);
        Folders.sync(folder);
        UnfinishedRestore.end(folder);
    }

    /** For another thread than the one that writes, which may be about to make a file. */
    void giveUp() {
        givenUp = true;
        BETWEEN_TRIES.take();
        delete();
    }

    private synchronized void delete() {
        int tried = 1;
        while (!isDeleted() && tried < TRIES && BETWEEN_TRIES.take()) {
            tried++;
        }
    }

    private boolean isDeleted() {
        try {
            Folders.delete(draft);
            if (inside && phase == Phase.DRAFT) {
                UnfinishedRestore.end(folder);
            }
            phase = Phase.OVER;
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        givenUp = true;
        delete();
        cleaning.forget();
    }
}
