package dev.agentpost.mail.mime;

import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.MessageSource.Body;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Makes messages fit for every mail server: contents with octets above 127, or with lines of more than {@link #MAX_LINE}
 * octets, get a content transfer encoding (RFC 6152 section 3; RFC 6376 section 5.3 wants it before a message is signed).
 * All that is so already stays as it is. What cannot be encoded stays too: fields of headers, what stands before and
 * behind the parts of a multipart, and the parts of multipart/signed and multipart/encrypted, whose signatures would break.
 */
public final class SevenBit {
    /** Without its CRLF (RFC 5321 section 4.5.3.1.6). */
    static final int MAX_LINE = 998;

    private static final int BUFFER_BYTES = 16 * 1024;

    private SevenBit() {}

    /** Reads the message several times, in bounded memory; once when nothing is to be done. */
    public static MessageSource of(MessageSource message) throws IOException {
        return isFit(message) ? message : converted(message);
    }

    private static boolean isFit(MessageSource message) throws IOException {
        try (InputStream body = message.body().open()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int lineLength = 0;
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    lineLength = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : lineLength + 1;
                    if (buffer[i] < 0 || lineLength > MAX_LINE) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static MessageSource converted(MessageSource message) throws IOException {
        Body whole = () -> new CrlfInputStream(message.open());
        Optional<MessagePart> parts = parts(whole);
        if (parts.isEmpty()) {
            return message;
        }
        List<Edit> edits = Conversion.of(parts.get(), OctetCensus.of(parts.get(), whole));
        return edits.isEmpty()
                ? message
                : edited(whole, edits, parts.get().header().length());
    }

    private static Optional<MessagePart> parts(Body whole) throws IOException {
        try (InputStream in = whole.open()) {
            return MessageScanner.parts(in);
        }
    }

    private static MessageSource edited(Body whole, List<Edit> edits, long headerBytes) throws IOException {
        byte[] header = header(whole, edits, headerBytes);
        Body body = () -> {
            InputStream in = new EditedInputStream(whole.open(), edits);
            in.skipNBytes(header.length);
            return in;
        };
        try (InputStream in = body.open()) {
            return new MessageSource(header, body, in.transferTo(OutputStream.nullOutputStream()));
        }
    }

    private static byte[] header(Body whole, List<Edit> edits, long headerBytes) throws IOException {
        try (InputStream in = whole.open()) {
            byte[] header = in.readNBytes((int) headerBytes);
            Edit first = edits.get(0);
            return first instanceof Edit.OfHeader edit && edit.range().start() == 0 ? edit.applyTo(header) : header;
        }
    }
}
