package dev.agentpost.mail.mailboxstore.search;

import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** Reads chunks as a stream, each asked for when the one before is used up. Blocks: for threads that may. */
final class ChunkInputStream extends InputStream {
    private final Stream<byte[]> source;
    private final Iterator<byte[]> chunks;
    private byte[] chunk = new byte[0];
    private int position;

    ChunkInputStream(Flux<byte[]> chunks) {
        this.source = chunks.toStream(1);
        this.chunks = source.iterator();
    }

    @Override
    public int read() {
        return isAtEnd() ? -1 : chunk[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int copied = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, copied);
        position += copied;
        return copied;
    }

    private boolean isAtEnd() {
        while (position == chunk.length) {
            if (!chunks.hasNext()) {
                return true;
            }
            chunk = chunks.next();
            position = 0;
        }
        return false;
    }

    /** What was not read is not asked for any more. */
    @Override
    public void close() {
        source.close();
    }
}
