package dev.agentpost.mail.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the parts of a message (RFC 2046) while it reads it once, whatever its size, and without recursion: mime4j neither
 * says where a part lies nor bears deep nesting. Nothing of a body is kept.
 */
public final class MessageScanner {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageScanner.class);

    /** As deep, and as many, as a structure is shown. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_PARTS = 10_000;

    /** Of one part, and of all together; what a header has beyond that describes nothing. */
    static final int MAX_HEADER = 256 * 1024;

    private static final int MAX_HEADERS = 4 * 1024 * 1024;

    /** A boundary has 70 octets at most; some white space may follow. */
    private static final int MAX_DELIMITER = 1000;

    private static final int CHUNK = 64 * 1024;
    private static final byte[] FLAT = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final MessagePart message = new MessagePart(0);
    private final Deque<Open> open = new ArrayDeque<>();
    private final byte[] line = new byte[MAX_DELIMITER];
    private int lineLength;
    private long offset;
    private long lineStart;
    private int lineEndBefore;
    private byte octetBefore;
    private long linesBefore;
    private int parts;
    private int headerBytes;
    private boolean inHeader;
    private boolean tooComplex;

    private MessageScanner(InputStream in) {
        this.in = in;
    }

    /** A part that has begun and has not ended. */
    private static final class Open {
        private final MessagePart part;
        private final Optional<String> parentType;
        private final boolean isMessage;
        private final ByteArrayOutputStream header = new ByteArrayOutputStream();
        private int headerAtLineStart;
        private long linesBeforeBody;
        private Optional<String> boundary = Optional.empty();

        private Open(MessagePart part, Optional<String> parentType, boolean isMessage) {
            this.part = part;
            this.parentType = parentType;
            this.isMessage = isMessage;
        }
    }

    /** A message that is nested too deeply, or into too many parts, comes as one part. */
    public static MessagePart scan(InputStream in) throws IOException {
        MessageScanner scanner = read(in);
        return scanner.tooComplex ? scanner.flat() : scanner.message;
    }

    /** Empty when the message is nested too deeply, or into too many parts. */
    static Optional<MessagePart> parts(InputStream in) throws IOException {
        MessageScanner scanner = read(in);
        return scanner.tooComplex ? Optional.empty() : Optional.of(scanner.message);
    }

    private static MessageScanner read(InputStream in) throws IOException {
        MessageScanner scanner = new MessageScanner(in);
        scanner.begin(scanner.message, Optional.empty(), false);
        scanner.readAll();
        return scanner;
    }

    private void readAll() throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            int taken = 0;
            while (taken < count && !tooComplex) {
                take(chunk[taken++]);
            }
            offset += count - taken;
        }
        if (!tooComplex) {
            if (offset > lineStart) {
                endLine(0);
            }
            while (!open.isEmpty()) {
                end(offset, linesBefore);
            }
        }
    }

    private void take(byte octet) {
        offset++;
        if (lineLength < MAX_DELIMITER) {
            line[lineLength++] = octet;
        }
        if (inHeader) {
            keep(octet);
        }
        if (octet == '\n') {
            endLine(octetBefore == '\r' && offset - lineStart > 1 ? 2 : 1);
        }
        octetBefore = octet;
    }

    private void keep(byte octet) {
        Open top = open.element();
        if (top.header.size() < MAX_HEADER && headerBytes < MAX_HEADERS) {
            top.header.write(octet);
            headerBytes++;
        }
    }

    private void endLine(int lineEnd) {
        if (!isDelimiter() && inHeader) {
            endHeaderLine(lineEnd);
        }
        lineStart = offset;
        lineEndBefore = lineEnd;
        linesBefore += lineEnd > 0 ? 1 : 0;
        lineLength = 0;
        if (inHeader) {
            Open top = open.element();
            top.headerAtLineStart = top.header.size();
        }
    }

    private void endHeaderLine(int lineEnd) {
        boolean empty = offset - lineStart == lineEnd;
        if (empty) {
            endHeader(offset, linesBefore + 1);
        }
    }

    /** True when the line ends a part (RFC 2046 section 5.1.1), of whatever multipart around this place. */
    private boolean isDelimiter() {
        if (lineLength < 3 || line[0] != '-' || line[1] != '-') {
            return false;
        }
        String text = new String(line, 2, lineLength - 2, StandardCharsets.ISO_8859_1).stripTrailing();
        int above = 0;
        Iterator<Open> enclosing = open.iterator();
        while (enclosing.hasNext()) {
            Open multipart = enclosing.next();
            boolean last = multipart.boundary.filter(b -> text.equals(b + "--")).isPresent();
            if (last || multipart.boundary.filter(text::equals).isPresent()) {
                delimit(multipart, above, last);
                return true;
            }
            above++;
        }
        return false;
    }

    /** The line end before belongs to the delimiter. */
    private void delimit(Open multipart, int above, boolean last) {
        if (inHeader) {
            byte[] header = open.element().header.toByteArray();
            open.element().header.reset();
            open.element().header.writeBytes(Arrays.copyOf(header, open.element().headerAtLineStart));
        }
        for (int i = 0; i < above; i++) {
            end(lineStart - lineEndBefore, linesBefore - (lineEndBefore > 0 ? 1 : 0));
        }
        if (last) {
            multipart.boundary = Optional.empty();
            inHeader = false;
            return;
        }
        MessagePart child = new MessagePart(offset);
        multipart.part.addChild(child);
        begin(child, Optional.of(multipart.part.descriptor().getMimeType()), false);
    }

    private void begin(MessagePart part, Optional<String> parentType, boolean isMessage) {
        parts++;
        tooComplex = parts > MAX_PARTS || open.size() >= MAX_DEPTH;
        open.push(new Open(part, parentType, isMessage));
        inHeader = true;
    }

    private void endHeader(long bodyStart, long linesBeforeBody) {
        Open top = open.element();
        PartHeader header = new PartHeader(top.header.toByteArray());
        top.part.describe(header.describe(top.parentType), bodyStart);
        top.linesBeforeBody = linesBeforeBody;
        if (top.isMessage) {
            top.part.setFields(header);
        }
        inHeader = false;
        if (top.part.isMultipart()) {
            top.boundary =
                    Optional.ofNullable(top.part.descriptor().getBoundary()).map(String::stripTrailing);
        } else if (top.part.descriptor().getMimeType().equalsIgnoreCase("message/rfc822")) {
            MessagePart embedded = new MessagePart(bodyStart);
            top.part.setEmbedded(embedded);
            begin(embedded, Optional.empty(), true);
        }
    }

    private void end(long bodyEnd, long lines) {
        if (inHeader) {
            long headerEnd = Math.max(bodyEnd, open.element().part.header().start());
            endHeaderAlone(headerEnd, lines);
        }
        Open ended = open.pop();
        long bodyStart = ended.part.body().start();
        ended.part.end(Math.max(bodyStart, bodyEnd), Math.max(0, lines - ended.linesBeforeBody));
    }

    /** A header that is cut off, with no message in it even if it says so: then with an empty one. */
    private void endHeaderAlone(long headerEnd, long lines) {
        endHeader(headerEnd, lines);
        while (inHeader && !tooComplex) {
            Open embedded = open.element();
            endHeader(headerEnd, lines);
            open.remove(embedded);
            embedded.part.end(headerEnd, 0);
        }
        inHeader = false;
    }

    private MessagePart flat() {
        LOGGER.warn("a message of {} octets has too many parts, or too deep ones: it is shown as one", offset);
        MessagePart flat = new MessagePart(0);
        flat.describe(
                new PartHeader(FLAT).describe(Optional.empty()), message.body().start());
        flat.end(offset, 0);
        return flat;
    }
}
