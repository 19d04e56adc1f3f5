package dev.agentpost.mail.mailaccess.imap;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The announcement of a literal at the end of a command line (RFC 3501 section 4.3, RFC 7888). A quoted string cannot hold
 * a line end, so what stands before one in braces is always an announcement.
 *
 * @param size in bytes; {@link #UNREADABLE} when the number has too many digits
 * @param synchronizing the client waits for a continuation request before it sends the bytes
 */
record LiteralHeader(long size, boolean synchronizing) {
    static final long UNREADABLE = Long.MAX_VALUE;

    private static final Pattern FORM = Pattern.compile("\\{(\\d+)(\\+?)\\}\r?\n$");
    private static final int LONGEST = 32;
    private static final int MAX_DIGITS = 18;

    static Optional<LiteralHeader> atEndOf(byte[] line) {
        int length = Math.min(line.length, LONGEST);
        String end = new String(line, line.length - length, length, StandardCharsets.ISO_8859_1);
        Matcher matcher = FORM.matcher(end);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        long size = digits.length() > MAX_DIGITS ? UNREADABLE : Long.parseLong(digits);
        return Optional.of(new LiteralHeader(size, matcher.group(2).isEmpty()));
    }
}
