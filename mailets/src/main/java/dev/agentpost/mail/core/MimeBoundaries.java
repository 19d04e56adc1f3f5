package dev.agentpost.mail.core;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts numbers in place of the boundaries of a multipart message (RFC 2046 section 5.1.1), in the order of their coming:
 * libraries make new ones each time they write a message. Memory is bounded whatever the message. For one message and one
 * thread.
 */
public final class MimeBoundaries {
    /** A boundary has at most 70 characters; what is longer than this is passed on as it is. */
    private static final int MAX_LINE = 1_024;

    private static final int MAX_BOUNDARIES = 1_000;
    private static final Pattern DECLARATION =
            Pattern.compile("\\bboundary *= *(?:\"([^\"]{1,70})\"|([^\" ;]{1,70}))", Pattern.CASE_INSENSITIVE);

    private final Map<String, Integer> numbers = new HashMap<>();
    private boolean inHeader;

    /** What of a header may declare a boundary: a field, or a line of one. */
    public String declared(String text) {
        Matcher declaration = DECLARATION.matcher(text);
        return declaration.find() && numbers.size() < MAX_BOUNDARIES
                ? declaration.replaceFirst("boundary=" + number(declaration))
                : text;
    }

    private int number(Matcher declaration) {
        String boundary = Optional.ofNullable(declaration.group(1)).orElseGet(() -> declaration.group(2));
        return numbers.computeIfAbsent(boundary, added -> numbers.size());
    }

    /** @param body what follows the header whose fields went through {@link #declared} */
    public void copy(InputStream body, OutputStream to) throws IOException {
        if (numbers.isEmpty()) {
            body.transferTo(to);
            return;
        }
        try (InputStream in = new BufferedInputStream(body);
                OutputStream out = new BufferedOutputStream(to)) {
            copyLines(in, out, new byte[MAX_LINE]);
        }
    }

    private void copyLines(InputStream in, OutputStream out, byte[] line) throws IOException {
        int length = 0;
        boolean isWhole = true;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line[length] = (byte) octet;
            length++;
            if (octet == '\n' || length == line.length) {
                write(line, 0, length, isWhole, out);
                isWhole = octet == '\n';
                length = 0;
            }
        }
        write(line, 0, length, isWhole, out);
    }

    /** {@link #copy} by the line, for a body that comes that way. */
    public void copyLine(byte[] line, int from, OutputStream to) throws IOException {
        write(line, from, line.length, line.length - from <= MAX_LINE, to);
    }

    /** @param isBegin false for the rest of a line that was too long */
    private void write(byte[] octets, int from, int to, boolean isBegin, OutputStream out) throws IOException {
        boolean mayMatter = isBegin
                && !numbers.isEmpty()
                && (inHeader || (to - from > 2 && octets[from] == '-' && octets[from + 1] == '-'));
        if (!mayMatter) {
            out.write(octets, from, to - from);
            return;
        }
        String line = new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
        String text = line.stripTrailing();
        out.write(neutral(text).getBytes(StandardCharsets.ISO_8859_1));
        out.write(octets, from + text.length(), line.length() - text.length());
    }

    private String neutral(String line) {
        Optional<String> delimiter = delimiter(line);
        if (delimiter.isPresent()) {
            return delimiter.get();
        }
        if (!inHeader) {
            return line;
        }
        inHeader = !line.isEmpty();
        return declared(line);
    }

    private Optional<String> delimiter(String line) {
        if (!line.startsWith("--")) {
            return Optional.empty();
        }
        String boundary = line.substring(2);
        Integer opened = numbers.get(boundary);
        if (opened != null) {
            inHeader = true;
            return Optional.of("--" + opened);
        }
        Integer closed = boundary.endsWith("--") ? numbers.get(boundary.substring(0, boundary.length() - 2)) : null;
        if (closed != null) {
            inHeader = false;
            return Optional.of("--" + closed + "--");
        }
        return Optional.empty();
    }
}
