package dev.agentpost.mail.mailboxstore;

import com.google.common.base.Utf8;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a header says, however broken it is. Never fails: what cannot be read is left out. */
public final class EnvelopeReader {
    /** Of all values together in UTF-8, so that the row of an envelope stays small. */
    static final int MAX_BYTES = 16 * 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(EnvelopeReader.class);
    private static final Set<String> TEXTS = Set.of("from", "to", "cc", "bcc", "subject");
    private static final Set<String> IDS = Set.of("date", "message-id", "in-reply-to", "references");

    private EnvelopeReader() {}

    /** @param header a header block, with or without the empty line that ends it */
    public static Envelope read(byte[] header) {
        ListMultimap<String, String> fields = ArrayListMultimap.create();
        boolean readable = readFields(header, fields);
        Optional<SentDate> date = fields.get("date").stream()
                .limit(1)
                .flatMap(value -> SentDate.read(value).stream())
                .findFirst();
        Budget budget = new Budget();
        // The shortest and the most often asked for come first: a long list of recipients must not push them out.
        List<String> messageId = budget.take(fields.get("message-id"));
        List<String> from = budget.take(fields.get("from"));
        List<String> subject = budget.take(fields.get("subject"));
        List<String> inReplyTo = budget.take(fields.get("in-reply-to"));
        List<String> references = budget.take(fields.get("references"));
        List<String> to = budget.take(fields.get("to"));
        List<String> cc = budget.take(fields.get("cc"));
        List<String> bcc = budget.take(fields.get("bcc"));
        return new Envelope(
                date.map(SentDate::time),
                date.map(SentDate::offsetSeconds).orElse(0),
                from,
                to,
                cc,
                bcc,
                subject,
                messageId,
                inReplyTo,
                references,
                readable && !budget.exceeded);
    }

    /** @return false when the parser gave up, and there may be more */
    private static boolean readFields(byte[] header, ListMultimap<String, String> fields) {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.PERMISSIVE);
        try {
            stream.parse(new ByteArrayInputStream(header));
            for (EntityState state = stream.getState();
                    state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM;
                    state = stream.next()) {
                if (state == EntityState.T_FIELD) {
                    add(stream.getField(), fields);
                }
            }
            return true;
        } catch (IOException | MimeException | RuntimeException e) {
            LOGGER.debug("a header that cannot be read to its end", e);
            return false;
        }
    }

    private static void add(Field field, ListMultimap<String, String> fields) {
        String name = field.getNameLowerCase();
        boolean text = TEXTS.contains(name);
        if (!text && !IDS.contains(name)) {
            return;
        }
        byte[] raw = field.getRaw().toByteArray();
        int valueStart = ((RawField) field).getDelimiterIdx() + 1;
        fields.put(name, text ? HeaderText.decoded(raw, valueStart) : HeaderText.unfolded(raw, valueStart));
    }

    private static final class Budget {
        private int bytesLeft = MAX_BYTES;
        private boolean exceeded;

        private List<String> take(List<String> values) {
            List<String> taken = new ArrayList<>();
            for (String value : values) {
                String cut = cut(value);
                exceeded |= cut.length() < value.length();
                if (!cut.isEmpty() || value.isEmpty()) {
                    taken.add(cut);
                }
            }
            return taken;
        }

        private String cut(String value) {
            String whole = wellFormed(value);
            int bytes = Utf8.encodedLength(whole);
            if (bytes <= bytesLeft) {
                bytesLeft -= bytes;
                return whole;
            }
            int end = 0;
            while (end < whole.length()) {
                int codePoint = whole.codePointAt(end);
                int length = Utf8.encodedLength(Character.toString(codePoint));
                if (length > bytesLeft) {
                    break;
                }
                bytesLeft -= length;
                end += Character.charCount(codePoint);
            }
            return whole.substring(0, end);
        }

        /** Half of a pair of surrogates, which a wrong encoded word may hold, cannot be stored. */
        private static String wellFormed(String value) {
            boolean broken = value.codePoints().anyMatch(codePoint -> codePoint >= 0xD800 && codePoint <= 0xDFFF);
            return broken ? value.replaceAll("[\\x{D800}-\\x{DFFF}]", "\uFFFD") : value;
        }
    }
}
