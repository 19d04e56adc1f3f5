package dev.agentpost.mail.submission;

import java.time.Instant;

/** What a submission server adds to a message that lacks it (RFC 6409 sections 8.2 and 8.3). */
public final class MissingFields {
    private MissingFields() {}

    /** The lines to add, each ended by CRLF; no text when nothing is missing. */
    public static String render(MessageHeader header, SubmissionId id, String domain, Instant now) {
        StringBuilder lines = new StringBuilder();
        if (!header.has("date")) {
            lines.append("Date: ").append(ReceivedField.date(now)).append("\r\n");
        }
        if (!header.has("message-id")) {
            lines.append("Message-ID: <").append(id).append('@').append(domain).append(">\r\n");
        }
        return lines.toString();
    }
}
