package dev.agentpost.mail.bounce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status code of an answer (RFC 3463). */
final class EnhancedStatus {
    private static final Pattern REPLY = Pattern.compile("(?:[45]\\d\\d[ -])?([45])(\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?");

    private EnhancedStatus() {}

    /**
     * @param reply a server's answer in one line, or a status code and a text
     * @param statusClass 5 for what failed for good, 4 for what may come; an answer of the other class tells nothing
     */
    static String of(String reply, char statusClass) {
        Matcher matcher = REPLY.matcher(reply);
        boolean tells = matcher.matches() && matcher.group(1).charAt(0) == statusClass;
        return statusClass + (tells ? matcher.group(2) : ".0.0");
    }
}
