package dev.agentpost.mail.delivery.mailet;

import dev.agentpost.mail.delivery.CopyContent;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A message without some fields of its header section, or with others in their place; every other byte stays. JavaMail
 * parses a message that it changed and may encode it anew, or fails to.
 */
final class ReplacedFields implements CopyContent {
    private static final byte LF = '\n';

    private final CopyContent original;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private long headerBytesOfOriginal;

    /**
     * @param names lower case
     * @param lines the fields in their place, each line ended by CRLF; may be empty
     */
    ReplacedFields(CopyContent original, Set<String> names, String lines) throws IOException {
        this.original = original;
        try (InputStream in = new BufferedInputStream(original.open())) {
            copyHeader(in, names, lines.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void copyHeader(InputStream in, Set<String> names, byte[] lines) throws IOException {
        boolean unwanted = false;
        byte[] line = readLine(in);
        while (line.length > 0 && !isSeparator(line)) {
            if (line[0] != ' ' && line[0] != '\t') {
                unwanted = names.contains(name(line));
            }
            if (!unwanted) {
                header.write(line);
            }
            line = readLine(in);
        }
        header.write(lines);
        header.write(line);
    }

    private byte[] readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0) {
            headerBytesOfOriginal++;
            line.write(octet);
            if (octet == LF) {
                break;
            }
            octet = in.read();
        }
        return line.toByteArray();
    }

    private static boolean isSeparator(byte[] line) {
        return line[0] == LF || (line.length == 2 && line[0] == '\r');
    }

    private static String name(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public InputStream open() throws IOException {
        InputStream body = original.open();
        try {
            body.skipNBytes(headerBytesOfOriginal);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
        return new SequenceInputStream(new ByteArrayInputStream(header.toByteArray()), body);
    }

    @Override
    public long sizeBytes() throws IOException {
        return original.sizeBytes() - headerBytesOfOriginal + header.size();
    }
}
