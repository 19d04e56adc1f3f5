package dev.agentpost.mail.mailboxstore;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message on its way into the store.
 *
 * @param header the header block with the empty line that ends it
 * @param bodyBytes how many octets the body gives
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MessageSource(byte[] header, Body body, long bodyBytes) {

    /** Opened on a thread that may block, once for each attempt to store it. */
    @FunctionalInterface
    public interface Body {
        InputStream open() throws IOException;
    }

    public long sizeBytes() {
        return header.length + bodyBytes;
    }
}
