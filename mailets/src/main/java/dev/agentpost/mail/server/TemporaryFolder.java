package dev.agentpost.mail.server;

import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where large messages lie while they are worked on: named to the JVM by the command that starts the server. What is
 * there at a start was left by a process that was killed, and would never go otherwise.
 */
final class TemporaryFolder {
    private TemporaryFolder() {}

    /** Makes it, empty. To be called by the process that holds the lock of the data folder. */
    static void prepare(Path data) throws IOException {
        Path folder = data.resolve("tmp");
        Files.createDirectories(folder);
        MoreFiles.deleteDirectoryContents(folder);
    }
}
