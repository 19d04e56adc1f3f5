package dev.agentpost.mail.mailboxstore;

import com.google.common.base.Utf8;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What SEARCH, SORT and lists of messages need of a header, decoded (RFC 2047). A field that stands several times has
 * its values in a row; an absent one is empty.
 *
 * @param sentDate the date and time of the Date field; absent when it cannot be read
 * @param sentOffsetSeconds the zone of the Date field: RFC 3501 compares the date as written, disregarding the zone
 * @param complete false when something was cut to keep the row small: then only the header itself knows the rest
 */
public record Envelope(
        Optional<Instant> sentDate,
        int sentOffsetSeconds,
        List<String> from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        List<String> subject,
        List<String> messageId,
        List<String> inReplyTo,
        List<String> references,
        boolean complete) {

    private static final int VALUE_OVERHEAD = 4;
    private static final int ROW_OVERHEAD = 64;

    /** Of its values in UTF-8, with a little for each. */
    public int sizeBytes() {
        return Stream.of(from, to, cc, bcc, subject, messageId, inReplyTo, references)
                        .flatMap(List::stream)
                        .mapToInt(value -> Utf8.encodedLength(value) + VALUE_OVERHEAD)
                        .sum()
                + ROW_OVERHEAD;
    }
}
