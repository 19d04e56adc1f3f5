package dev.agentpost.mail.cli.admin;

import dev.agentpost.mail.cli.InterruptAction;
import dev.agentpost.mail.core.DiskSpace;
import dev.agentpost.mail.core.Folders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is there as a whole or not at all: it has another name until {@link #commit}, and is gone when there was
 * none, after an interrupt too. For its owner only.
 */
public final class NewFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final OutputStream stream;
    private final InterruptAction cleaning;

    public NewFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        this.draft = Files.createTempFile(
                this.file.getParent(),
                "." + file.getFileName(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        this.cleaning = InterruptAction.of(this::deleteDraft);
        this.channel = FileChannel.open(draft, StandardOpenOption.WRITE);
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    public OutputStream stream() {
        return stream;
    }

    /** The server may live on the same disk. */
    void ensureSpace(long bytes) throws IOException {
        long usable = Files.getFileStore(file.getParent()).getUsableSpace();
        if (usable < bytes + DiskSpace.LEAST_BYTES) {
            throw new IOException("up to " + (bytes + DiskSpace.LEAST_BYTES >> 20) + " MiB are needed at "
                    + file.getParent() + ", " + (usable >> 20) + " MiB are free");
        }
    }

    /** @throws FileAlreadyExistsException when somebody else has made it meanwhile */
    public void commit() throws IOException {
        stream.flush();
        channel.force(true);
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString(), null, "it exists already");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(file.getParent());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        deleteDraft();
        cleaning.forget();
    }

    private void deleteDraft() {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            return;
        }
    }
}
