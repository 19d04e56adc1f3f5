package dev.agentpost.mail.delivery;

import com.google.common.hash.Hasher;
import java.io.IOException;
import java.io.InputStream;

/** Hashes lines, whether they end with CRLF or LF, and without the empty ones at the end. For one thread and one text. */
final class TextHasher {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Hasher hasher;
    private boolean returned;
    private long lineEnds;

    TextHasher(Hasher hasher) {
        this.hasher = hasher;
    }

    void putAll(InputStream text) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            put(buffer, count);
        }
        putReturn();
    }

    private void put(byte[] buffer, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            byte octet = buffer[i];
            if (octet == '\r' || octet == '\n' || returned || lineEnds > 0) {
                hasher.putBytes(buffer, start, i - start);
                start = i + 1;
                put(octet);
            }
        }
        hasher.putBytes(buffer, start, count - start);
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
