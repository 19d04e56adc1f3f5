package dev.agentpost.mail.mailboxstore;

import com.google.common.base.Ascii;
import com.google.common.primitives.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the header of a message ends (RFC 5322 section 2.1). */
public final class HeaderBlock {
    /**
     * What a header may take in memory and in a row; longer than that, the end of it counts as body. What is submitted has
     * less, with what we write before it.
     */
    public static final int MAX_BYTES = 1280 * 1024;

    private HeaderBlock() {}

    /** The header with the empty line that ends it; all there is when none does. Reads somewhat further than that. */
    public static byte[] read(InputStream message) throws IOException {
        InputStream buffered = new BufferedInputStream(message);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        boolean lineIsEmpty = true;
        for (int octet = buffered.read(); octet >= 0; octet = buffered.read()) {
            header.write(octet);
            if (octet == '\n' && lineIsEmpty) {
                break;
            }
            lineIsEmpty = octet == '\n' || (octet == '\r' && lineIsEmpty);
            if (header.size() == MAX_BYTES) {
                break;
            }
        }
        return header.toByteArray();
    }

    /** Each with its folded lines and line ends; the empty line, and lines that are no field, as if they were fields. */
    public static List<byte[]> fields(byte[] header) {
        List<byte[]> fields = new ArrayList<>();
        int start = 0;
        while (start < header.length) {
            int end = fieldEnd(header, start);
            fields.add(Arrays.copyOfRange(header, start, end));
            start = end;
        }
        return fields;
    }

    /**
     * What stands before the colon, in lower case; empty for what is no field.
     *
     * @param field one of {@link #fields}
     */
    public static String name(byte[] field) {
        int colon = Math.max(0, Bytes.indexOf(field, (byte) ':'));
        return Ascii.toLowerCase(new String(field, 0, colon, StandardCharsets.ISO_8859_1).strip());
    }

    /**
     * What stands behind the colon, with folding and line end, octets as ISO 8859-1 characters; all of what is no field.
     *
     * @param field one of {@link #fields}
     */
    public static String value(byte[] field) {
        int start = Bytes.indexOf(field, (byte) ':') + 1;
        return new String(field, start, field.length - start, StandardCharsets.ISO_8859_1);
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
