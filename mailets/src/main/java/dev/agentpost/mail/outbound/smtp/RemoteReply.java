package dev.agentpost.mail.outbound.smtp;

import java.util.List;

/**
 * An answer of a server (RFC 5321 section 4.2).
 *
 * @param lines without codes, at least one
 */
record RemoteReply(int code, List<String> lines) {
    private static final int MAX_TEXT = 500;

    boolean isPositive() {
        return code >= 200 && code < 300;
    }

    boolean isPermanent() {
        return code >= 500;
    }

    /** In one line, printable and of bounded length. */
    String text() {
        String text = (code + " " + String.join(" ", lines)).replaceAll("[^ -~]", "?");
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
