package dev.agentpost.mail.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file so that a reader, or a start after a crash, sees the old content or the new, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /** For what everybody may read. */
    public static void write(Path file, String content) throws IOException {
        write(file, content, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** For secrets: nobody but the owner ever reads it, not while it is written either. */
    public static void writeSecret(Path file, String content) throws IOException {
        write(file, content, PosixFilePermissions.fromString("rw-------"));
    }

    private static void write(Path file, String content, Set<PosixFilePermission> permissions) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(
                folder, "." + file.getFileName(), ".tmp", PosixFilePermissions.asFileAttribute(permissions));
        try {
            // The umask may have taken some away
            Files.setPosixFilePermissions(draft, permissions);
            writeDurably(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.sync(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void writeDurably(Path draft, String content) throws IOException {
        Files.writeString(draft, content, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
