package dev.agentpost.mail.delivery;

import com.google.common.hash.Hasher;
import java.io.OutputStream;

/** Hashes lines, whether they end with CRLF or LF, and without the empty ones at the end. For one thread and one text. */
final class TextHasher extends OutputStream {
    private final Hasher hasher;
    private boolean returned;
    private long lineEnds;

    TextHasher(Hasher hasher) {
        this.hasher = hasher;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
        int start = offset;
        for (int i = offset; i < offset + count; i++) {
            byte octet = buffer[i];
            if (octet == '\r' || octet == '\n' || returned || lineEnds > 0) {
                hasher.putBytes(buffer, start, i - start);
                start = i + 1;
                put(octet);
            }
        }
        hasher.putBytes(buffer, start, offset + count - start);
    }

    /** To be called at the end of the text. */
    @Override
    public void close() {
        putReturn();
    }

    private void put(byte octet) {
        if (octet == '\n') {
            returned = false;
            lineEnds++;
            return;
        }
        putReturn();
        if (octet == '\r') {
            returned = true;
        } else {
            putLineEnds();
            hasher.putByte(octet);
        }
    }

    /** One that no LF followed. */
    private void putReturn() {
        if (returned) {
            putLineEnds();
            hasher.putByte((byte) '\r');
            returned = false;
        }
    }

    private void putLineEnds() {
        for (; lineEnds > 0; lineEnds--) {
            hasher.putByte((byte) '\n');
        }
    }
}
