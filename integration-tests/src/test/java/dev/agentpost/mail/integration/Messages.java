package dev.agentpost.mail.integration;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages as clients write them, with CRLF, and subjects that no other test uses. */
public final class Messages {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Messages() {}

    public static String uniqueSubject(String what) {
        return what + " " + COUNT.incrementAndGet();
    }

    public static String message(String from, String to, String subject) {
        return withFields(subject, List.of("From: " + from, "To: " + to));
    }

    public static String withFields(String subject, List<String> fields) {
        return String.join("\r\n", fields)
                + "\r\nSubject: " + subject
                + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000"
                + "\r\nMessage-ID: <" + subject.replaceAll("[^A-Za-z0-9]", ".") + "@client.example.com>"
                + "\r\n\r\nThe body of " + subject + ".\r\n";
    }
}
