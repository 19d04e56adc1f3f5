package dev.agentpost.mail.mailboxstore.search;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** The fields of a header block, unfolded and decoded (RFC 2047; bytes beyond ASCII are UTF-8, else Latin 1). */
record HeaderFields(List<Field> fields) {

    /** @param name in lower case */
    record Field(String name, String value) {}

    /** Lines that are no field are left out. */
    static HeaderFields parse(byte[] header) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < header.length) {
            int end = fieldEnd(header, start);
            String line = text(header, start, end - start);
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.add(new Field(name, decoded(line.substring(colon + 1))));
            }
            start = end;
        }
        return new HeaderFields(List.copyOf(fields));
    }

    /** Behind the last line that begins with white space. */
    private static int fieldEnd(byte[] header, int start) {
        int end = start;
        do {
            end = lineEnd(header, end);
        } while (end < header.length && (header[end] == ' ' || header[end] == '\t'));
        return end;
    }

    private static int lineEnd(byte[] header, int start) {
        int end = start;
        while (end < header.length && header[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, header.length);
    }

    private static String text(byte[] bytes, int start, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** What names an unknown character set, or is broken, stays as it is written. */
    private static String decoded(String folded) {
        String value = folded.replace("\r", "").replace("\n", "").strip();
        try {
            return value.contains("=?") ? DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT) : value;
        } catch (RuntimeException e) {
            return value;
        }
    }
}
