package dev.agentpost.mail.submission.smtp;

import com.google.common.primitives.Bytes;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.idempotency.SubmissionDigest;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** A message with a key that is coming in. */
record KeyedContent(IdempotencyKey key, SubmissionDigest digest) {

    static KeyedContent of(IdempotencyKey key, Submission submission, MessageHeader header) {
        List<String> recipients = submission.recipients().stream()
                .map(address -> address.asString())
                .toList();
        return new KeyedContent(
                key, new SubmissionDigest(submission.sender().asString(""), recipients, header.values("content-type")));
    }

    void addBodyLine(byte[] line, int from) throws IOException {
        digest.addBodyLine(line, from);
    }

    /** Must be called once, at the end of the message. */
    void mark(Mail mail) {
        mail.setAttribute(new Attribute(SubmissionAttributes.IDEMPOTENCY_KEY, AttributeValue.of(key.value())));
        mail.setAttribute(new Attribute(SubmissionAttributes.CONTENT_DIGEST, AttributeValue.of(digest.finish())));
    }

    /** The key is between the client and us. */
    static byte[] withoutKey(byte[] header) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(header.length);
        for (byte[] field : HeaderBlock.fields(header)) {
            if (!name(field).equals(IdempotencyKey.FIELD)) {
                rest.writeBytes(field);
            }
        }
        return rest.toByteArray();
    }

    private static String name(byte[] field) {
        int colon = Math.max(0, Bytes.indexOf(field, (byte) ':'));
        return new String(field, 0, colon, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
    }
}
