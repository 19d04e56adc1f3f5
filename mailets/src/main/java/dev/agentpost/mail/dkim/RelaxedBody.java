package dev.agentpost.mail.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The body of a message in relaxed canonicalization (RFC 6376 section 3.4.4) as it goes by: white space at the ends of
 * lines is left out, other white space is one blank, empty lines at the end are left out, and a body that is not empty
 * ends with CRLF. A CR or LF alone ends a line too, since it is sent as CRLF. Not the library's: that one makes CRLF of an
 * empty body.
 */
final class RelaxedBody {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int BUFFER_BYTES = 16 * 1024;

    private final MessageDigest digest;
    private final byte[] buffered = new byte[BUFFER_BYTES];
    private int length;
    private long pendingLineEnds;
    private boolean pendingBlank;
    private boolean hasText;
    private boolean afterReturn;

    private RelaxedBody(MessageDigest digest) {
        this.digest = digest;
    }

    /** Reads to the end, in bounded memory. */
    static void digest(InputStream body, MessageDigest digest) throws IOException {
        RelaxedBody canonical = new RelaxedBody(digest);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            for (int i = 0; i < count; i++) {
                canonical.accept(buffer[i]);
            }
        }
        canonical.end();
    }

    private void accept(byte octet) {
        boolean endOfReturn = afterReturn && octet == '\n';
        afterReturn = octet == '\r';
        if (endOfReturn) {
            return;
        }
        switch (octet) {
            case '\r', '\n' -> endLine();
            case ' ', '\t' -> pendingBlank = true;
            default -> {
                flushPending();
                put(octet);
            }
        }
    }

    private void endLine() {
        pendingBlank = false;
        pendingLineEnds++;
    }

    private void flushPending() {
        for (; pendingLineEnds > 0; pendingLineEnds--) {
            put(LINE_END[0]);
            put(LINE_END[1]);
        }
        if (pendingBlank) {
            put((byte) ' ');
            pendingBlank = false;
        }
        hasText = true;
    }

    private void put(byte octet) {
        if (length == buffered.length) {
            flush();
        }
        buffered[length++] = octet;
    }

    private void flush() {
        digest.update(buffered, 0, length);
        length = 0;
    }

    private void end() {
        if (hasText) {
            put(LINE_END[0]);
            put(LINE_END[1]);
        }
        flush();
    }
}
