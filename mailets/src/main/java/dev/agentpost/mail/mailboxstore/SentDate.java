package dev.agentpost.mail.mailboxstore;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.apache.james.mime4j.dom.datetime.DateTime;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.apache.james.mime4j.field.datetime.parser.ParseException;
import org.apache.james.mime4j.field.datetime.parser.TokenMgrError;

/** A Date field (RFC 5322 section 3.3, with the old forms of section 4.3). */
record SentDate(Instant time, int offsetSeconds) {

    static Optional<SentDate> read(String value) {
        return strictly(value).or(() -> leniently(value));
    }

    private static Optional<SentDate> strictly(String value) {
        try {
            DateTime found = new DateTimeParser(new StringReader(value)).parseAll();
            int zone = found.getTimeZone();
            return Optional.of(new SentDate(found.getDate().toInstant(), zone / 100 * 3600 + zone % 100 * 60));
        } catch (ParseException | TokenMgrError | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<SentDate> leniently(String value) {
        try {
            TemporalAccessor found = DateTimeFieldLenientImpl.RFC_5322.parse(value);
            int offset = found.isSupported(ChronoField.OFFSET_SECONDS) ? found.get(ChronoField.OFFSET_SECONDS) : 0;
            return Optional.of(
                    new SentDate(LocalDateTime.from(found).toInstant(ZoneOffset.ofTotalSeconds(offset)), offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
