package dev.agentpost.mail.cli;

import dev.agentpost.mail.backup.PrivateFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder that is there as a whole or not at all: it has another name until {@link #commit}, and is gone when there was
 * none, after an interrupt too.
 */
final class FolderDraft implements AutoCloseable {
    private final Path folder;
    private final Path draft;
    private final Thread cleaning = new Thread(this::delete, "cleaning");
    private boolean deleted;

    private FolderDraft(Path folder, Path draft) {
        this.folder = folder;
        this.draft = draft;
    }

    static FolderDraft beside(Path folder) throws IOException {
        Path parent = Files.createDirectories(folder.getParent());
        FolderDraft draft =
                new FolderDraft(folder, Files.createTempDirectory(parent, "." + folder.getFileName() + ".restoring"));
        Runtime.getRuntime().addShutdownHook(draft.cleaning);
        return draft;
    }

    Path path() {
        return draft;
    }

    synchronized void commit() throws IOException {
        if (deleted) {
            throw new IOException("interrupted");
        }
        PrivateFolders.sync(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        PrivateFolders.sync(folder.getParent());
    }

    private synchronized void delete() {
        deleted = true;
        try {
            PrivateFolders.delete(draft);
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaning);
        } catch (IllegalStateException exiting) {
            return;
        }
    }
}
