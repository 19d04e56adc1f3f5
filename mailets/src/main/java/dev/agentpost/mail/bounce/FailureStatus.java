package dev.agentpost.mail.bounce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status code of a permanent failure (RFC 3463). */
final class FailureStatus {
    private static final String UNKNOWN = "5.0.0";
    private static final Pattern REPLY = Pattern.compile("(?:[45]\\d\\d[ -])?(5\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?");

    private FailureStatus() {}

    /** @param reply a server's answer in one line, or a status code and a text */
    static String of(String reply) {
        Matcher matcher = REPLY.matcher(reply);
        return matcher.matches() ? matcher.group(1) : UNKNOWN;
    }
}
