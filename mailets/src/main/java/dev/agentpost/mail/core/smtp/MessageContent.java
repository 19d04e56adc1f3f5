package dev.agentpost.mail.core.smtp;

import dev.agentpost.mail.core.MessageHeader;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.james.server.core.MimeMessageInputStreamSource;

/**
 * What has come in of a message. The header section stays in memory until it is complete, is checked then, and goes to
 * the message source as the listener wants it kept; the body goes there as it comes (James keeps it in a file when it is
 * large). After the first refusal nothing more is kept.
 */
class MessageContent {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] SEPARATOR = {'\r', '\n'};

    private final SessionLimits limits;
    private final IncomingMessage message;
    private final MimeMessageInputStreamSource source;
    private final OutputStream out;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean inHeader = true;
    private int headerFields;
    private long size;
    private Optional<SmtpReply> refusal = Optional.empty();

    MessageContent(MailSession session, IncomingMessage message) {
        this.limits = session.limits();
        this.message = message;
        this.source = MimeMessageInputStreamSource.create(message.id());
        this.out = new BufferedOutputStream(source.getWritableOutputStream(), BUFFER_BYTES);
        // the session disposes of it at the end of the transaction or the connection
        session.setMimeMessageInputStreamSource(source);
    }

    MimeMessageInputStreamSource source() {
        return source;
    }

    /** In bytes, of what has come. */
    long size() {
        return size;
    }

    void add(byte[] line, int from) throws IOException {
        grow(line.length - from);
        if (line.length - from - SEPARATOR.length > limits.maxLineBytes()) {
            refuse(SmtpReplies.LINE_TOO_LONG);
        }
        if (refusal.isPresent()) {
            return;
        }
        if (inHeader) {
            addToHeader(line, from);
        } else {
            out.write(line, from, line.length - from);
            message.takeBodyLine(line, from);
        }
    }

    /** Then the message is refused at its end, so that the client hears why and the session goes on. */
    void addPieceOfLongLine(byte[] piece) {
        grow(piece.length);
        refuse(SmtpReplies.LINE_TOO_LONG);
    }

    private void grow(int bytes) {
        size += bytes;
        if (size > limits.maxMessageBytes()) {
            refuse(SmtpReplies.TOO_LARGE);
        }
    }

    /** Then even reading on to the end, only to refuse, asks too much. */
    boolean isFarTooLarge() {
        return size / 2 > limits.maxMessageBytes();
    }

    private void addToHeader(byte[] line, int from) throws IOException {
        boolean isSeparator = line.length - from == SEPARATOR.length;
        if (isSeparator) {
            endHeader();
            return;
        }
        boolean isContinuation = line[from] == ' ' || line[from] == '\t';
        headerFields += isContinuation ? 0 : 1;
        header.write(line, from, line.length - from);
        if (header.size() > limits.maxHeaderBytes() || headerFields > limits.maxHeaderFields()) {
            refuse(SmtpReplies.HEADER_TOO_LARGE);
        }
    }

    private void endHeader() throws IOException {
        inHeader = false;
        byte[] section = header.toByteArray();
        header.reset();
        Optional<MessageHeader> parsed = MessageHeader.parse(section);
        if (parsed.isEmpty()) {
            refuse(message.malformedHeader(section));
            return;
        }
        message.takeHeader(section, parsed.get(), out).ifPresent(this::refuse);
        out.write(SEPARATOR);
    }

    private void refuse(SmtpReply reply) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(reply);
            header.reset();
        }
    }

    /** To be called at the final dot. */
    Optional<SmtpReply> finish() throws IOException {
        if (inHeader && refusal.isEmpty()) {
            endHeader();
        }
        out.close();
        return refusal;
    }
}
