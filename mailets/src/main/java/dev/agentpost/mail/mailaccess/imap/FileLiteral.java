package dev.agentpost.mail.mailaccess.imap;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.james.imap.message.Literal;

/**
 * A literal too large for memory, in a temporary file that has no name any more: it goes with the channel or with the
 * process, whichever ends first. Written by one thread at a time, then read by any number.
 */
final class FileLiteral implements Literal, Closeable {
    private final FileChannel channel;
    private long written;

    private FileLiteral(FileChannel channel) {
        this.channel = channel;
    }

    static FileLiteral create() throws IOException {
        Path file = Files.createTempFile("imap-literal", ".tmp");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(file);
        return new FileLiteral(channel);
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            written += channel.write(buffer, written);
        }
    }

    @Override
    public long size() {
        return written;
    }

    @Override
    public InputStream getInputStream() {
        return new Reader();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Has a position of its own, so that several readers do not disturb each other. */
    private final class Reader extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
            if (count > 0) {
                position += count;
            }
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, written - position);
        }
    }
}
