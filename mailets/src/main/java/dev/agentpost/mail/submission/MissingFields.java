package dev.agentpost.mail.submission;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.ReceivedField;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a submission server adds to a message that lacks it (RFC 6409 sections 8.2 and 8.3). */
public final class MissingFields {
    private static final String DATE = "date";
    private static final String MESSAGE_ID = "message-id";

    private MissingFields() {}

    /** In lower case. */
    public static List<String> names(MessageHeader header) {
        return Stream.of(DATE, MESSAGE_ID).filter(name -> !header.has(name)).toList();
    }

    /** The lines to add, each ended by CRLF; no text when nothing is missing. */
    public static String render(MessageHeader header, SubmissionId id, String domain, Instant now) {
        StringBuilder lines = new StringBuilder();
        if (!header.has(DATE)) {
            lines.append("Date: ").append(ReceivedField.date(now)).append("\r\n");
        }
        if (!header.has(MESSAGE_ID)) {
            lines.append("Message-ID: <").append(id).append('@').append(domain).append(">\r\n");
        }
        return lines.toString();
    }
}
