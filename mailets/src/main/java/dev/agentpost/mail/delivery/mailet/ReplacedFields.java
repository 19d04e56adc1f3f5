package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A message without some fields of its header section, or with others in their place; every other byte stays. JavaMail
 * parses a message that it changed and may encode it anew, or fails to.
 */
final class ReplacedFields {
    private static final byte LF = '\n';

    private ReplacedFields() {}

    /**
     * @param names lower case
     * @param lines the fields in their place, each line ended by CRLF; may be empty
     */
    static MessageSource of(MessageSource message, Set<String> names, String lines) {
        return new MessageSource(
                header(message.header(), names, lines.getBytes(StandardCharsets.UTF_8)),
                message.body(),
                message.bodyBytes());
    }

    private static byte[] header(byte[] original, Set<String> names, byte[] lines) {
        ByteArrayOutputStream header = new ByteArrayOutputStream(original.length + lines.length);
        boolean unwanted = false;
        int start = 0;
        while (start < original.length && !isSeparator(original, start)) {
            int end = lineEnd(original, start);
            if (original[start] != ' ' && original[start] != '\t') {
                unwanted = names.contains(name(original, start, end));
            }
            if (!unwanted) {
                header.write(original, start, end - start);
            }
            start = end;
        }
        header.writeBytes(lines);
        header.write(original, start, original.length - start);
        return header.toByteArray();
    }

    private static boolean isSeparator(byte[] header, int start) {
        return header[start] == LF || (header[start] == '\r' && start + 1 < header.length && header[start + 1] == LF);
    }

    private static int lineEnd(byte[] header, int start) {
        int end = start;
        while (end < header.length && header[end] != LF) {
            end++;
        }
        return Math.min(end + 1, header.length);
    }

    private static String name(byte[] header, int start, int end) {
        String line = new String(header, start, end - start, StandardCharsets.ISO_8859_1);
        int colon = line.indexOf(':');
        return colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }
}
