package dev.agentpost.mail.backup;

import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code DIR/restore.unfinished}: there while a backup is unpacked into a folder that was there before, which cannot be done
 * in one step, and afterwards when that was cut off. No server starts on such a folder: it would look like a new one, or
 * lack some of its files.
 */
public final class UnfinishedRestore {
    /** Of the file. */
    public static final String NAME = "restore.unfinished";

    private UnfinishedRestore() {}

    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** What to say of such a folder. */
    public static String explain(Path folder) {
        return "a restore into " + folder + " was cut off: delete what is in it, and restore again";
    }

    public static void begin(Path folder) throws IOException {
        Files.createFile(folder.resolve(NAME));
        Folders.sync(folder);
    }

    /** To be called when all is on disk, or nothing is there. */
    public static void end(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
        Folders.sync(folder);
    }
}
