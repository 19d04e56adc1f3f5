package dev.agentpost.mail.mailboxstore.search;

import com.google.common.primitives.Bytes;
import dev.agentpost.mail.mailboxstore.HeaderText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The fields of a header block, unfolded and decoded. */
record HeaderFields(List<Field> fields) {

    /** @param name in lower case */
    record Field(String name, String value) {}

    /** Lines that are no field are left out. */
    static HeaderFields parse(byte[] header) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < header.length) {
            int end = fieldEnd(header, start);
            byte[] octets = Arrays.copyOfRange(header, start, end);
            int colon = Bytes.indexOf(octets, (byte) ':');
            if (colon > 0) {
                String name = new String(octets, 0, colon, StandardCharsets.ISO_8859_1);
                fields.add(new Field(name.strip().toLowerCase(Locale.ROOT), HeaderText.decoded(octets, colon + 1)));
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
}
