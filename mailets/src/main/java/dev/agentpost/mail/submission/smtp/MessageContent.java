package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.submission.MessageHeader;
import dev.agentpost.mail.submission.MissingFields;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.james.server.core.MimeMessageInputStreamSource;

/**
 * What has come in of a message. The header section stays in memory until it is complete, is checked then, and goes to
 * the message source with our fields; the body goes there as it comes (James keeps it in a file when it is large).
 * After the first refusal nothing more is kept.
 */
class MessageContent {
    private static final int BUFFER_BYTES = 1 << 16;

    private final SubmissionSettings settings;
    private final Submission submission;
    private final MimeMessageInputStreamSource source;
    private final OutputStream out;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean inHeader = true;
    private int headerFields;
    private long size;
    private List<String> addedFields = List.of();
    private Optional<KeyedContent> keyed = Optional.empty();
    private Optional<SmtpReply> refusal = Optional.empty();

    MessageContent(SubmissionSession session, Submission submission) {
        this.settings = session.settings();
        this.submission = submission;
        this.source = MimeMessageInputStreamSource.create(submission.id().value());
        this.out = new BufferedOutputStream(source.getWritableOutputStream(), BUFFER_BYTES);
        // the session disposes of it at the end of the transaction or the connection
        session.setMimeMessageInputStreamSource(source);
    }

    MimeMessageInputStreamSource source() {
        return source;
    }

    /** Their names; known at the final dot. */
    List<String> addedFields() {
        return addedFields;
    }

    /** In bytes, of what has come. */
    long size() {
        return size;
    }

    /** Known at the final dot; empty when the client gave no key. */
    Optional<KeyedContent> keyed() {
        return keyed;
    }

    void add(byte[] line, int from) throws IOException {
        size += line.length - from;
        if (size > settings.maxMessageBytes()) {
            refuse(SubmissionReplies.TOO_LARGE);
        }
        if (refusal.isPresent()) {
            return;
        }
        if (inHeader) {
            addToHeader(line, from);
        } else {
            addToBody(line, from);
        }
    }

    private void addToBody(byte[] line, int from) throws IOException {
        out.write(line, from, line.length - from);
        if (keyed.isPresent()) {
            keyed.get().addBodyLine(line, from);
        }
    }

    /** Then even reading on to the end, only to refuse, asks too much. */
    boolean isFarTooLarge() {
        return size / 2 > settings.maxMessageBytes();
    }

    private void addToHeader(byte[] line, int from) throws IOException {
        boolean isSeparator = line.length - from == 2;
        if (isSeparator) {
            endHeader();
            return;
        }
        boolean isContinuation = line[from] == ' ' || line[from] == '\t';
        headerFields += isContinuation ? 0 : 1;
        header.write(line, from, line.length - from);
        if (header.size() > settings.maxHeaderBytes() || headerFields > settings.maxHeaderFields()) {
            refuse(SubmissionReplies.HEADER_TOO_LARGE);
        }
    }

    private void endHeader() throws IOException {
        inHeader = false;
        Optional<MessageHeader> parsed = MessageHeader.parse(header.toByteArray());
        if (parsed.isEmpty()) {
            refuse(SubmissionReplies.HEADER_MALFORMED);
            return;
        }
        submission.refusal(parsed.get()).ifPresent(this::refuse);
        readKey(parsed.get());
        if (refusal.isEmpty()) {
            keepHeader(parsed.get());
        }
        header.reset();
    }

    private void readKey(MessageHeader fields) {
        List<String> values = fields.values(IdempotencyKey.FIELD);
        if (values.isEmpty() || refusal.isPresent()) {
            return;
        }
        if (values.size() > 1) {
            refuse(SubmissionReplies.SEVERAL_KEYS);
            return;
        }
        keyed = IdempotencyKey.parse(values.get(0)).map(key -> KeyedContent.of(key, submission, fields));
        if (keyed.isEmpty()) {
            refuse(SubmissionReplies.KEY_MALFORMED);
        }
    }

    private void keepHeader(MessageHeader fields) throws IOException {
        write(submission.receivedField());
        if (keyed.isPresent()) {
            out.write(KeyedContent.withoutKey(header.toByteArray()));
        } else {
            header.writeTo(out);
        }
        write(submission.missingFields(fields));
        addedFields = MissingFields.names(fields);
        write("\r\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
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
