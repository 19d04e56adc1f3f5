package dev.agentpost.mail.server.state;

import dev.agentpost.mail.core.Pause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code DIR/server.lock}: held by a server while it lives, so that no two run on one data folder. The kernel frees it
 * when the process dies, however that happens. The file holds the pid of its holder and is never removed: two processes
 * could then lock two files of the same name.
 */
public final class DataFolderLock implements AutoCloseable {
    private static final int MAX_PID_LENGTH = 20;
    private static final int TRIES = 20;
    private static final Pause BETWEEN_TRIES = new Pause(Duration.ofMillis(50));

    // POSIX locks belong to the process and end when it closes any descriptor of the file (fcntl(2)): a file that is
    // locked here must not be opened again
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path file;

    private DataFolderLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Empty when another server, or this one, holds it. Waits a second for someone who only asks for the holder. */
    public static Optional<DataFolderLock> acquire(Path dataFolder) throws IOException {
        Files.createDirectories(dataFolder);
        Path file = file(dataFolder);
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lockPatiently(channel)) {
            channel.close();
            HELD_HERE.remove(file);
            return Optional.empty();
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return Optional.of(new DataFolderLock(channel, file));
    }

    /** The pid of the living server on this folder. */
    public static Optional<Long> holder(Path dataFolder) throws IOException {
        if (!Files.exists(dataFolder.resolve("server.lock"))) {
            return Optional.empty();
        }
        Path file = file(dataFolder);
        if (HELD_HERE.contains(file)) {
            return Optional.of(ProcessHandle.current().pid());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null ? Optional.of(pid(channel)) : Optional.empty();
        }
    }

    private static boolean lockPatiently(FileChannel channel) throws IOException {
        for (int tried = 1; channel.tryLock() == null; tried++) {
            if (tried == TRIES || !BETWEEN_TRIES.take()) {
                return false;
            }
        }
        return true;
    }

    /** Zero when the holder never writes it. */
    private static long pid(FileChannel channel) throws IOException {
        for (int tried = 1; tried <= TRIES; tried++) {
            ByteBuffer buffer = ByteBuffer.allocate(MAX_PID_LENGTH);
            channel.read(buffer, 0);
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            if (text.endsWith("\n")) {
                return Long.parseLong(text.strip());
            }
            if (!BETWEEN_TRIES.take()) {
                break;
            }
        }
        return 0;
    }

    private static Path file(Path dataFolder) throws IOException {
        return dataFolder.toRealPath().resolve("server.lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }
}
