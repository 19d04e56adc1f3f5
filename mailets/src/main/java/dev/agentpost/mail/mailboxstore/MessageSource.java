package dev.agentpost.mail.mailboxstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

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

    /** With header lines in front of the others, each ended by CRLF. */
    public MessageSource withHeaderLines(byte[] lines) {
        byte[] longer = Arrays.copyOf(lines, lines.length + header.length);
        System.arraycopy(header, 0, longer, lines.length, header.length);
        return new MessageSource(longer, body, bodyBytes);
    }

    /** Header and body. */
    public InputStream open() throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(header), body.open());
    }
}
