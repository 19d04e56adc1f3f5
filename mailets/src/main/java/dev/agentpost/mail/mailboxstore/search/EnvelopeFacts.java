package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.Envelope;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the envelope of a message tells. */
record EnvelopeFacts(Envelope envelope) implements Facts {
    private static final String DATE = "date";

    private static final Map<String, Function<Envelope, List<String>>> FIELDS = Map.of(
            "from", Envelope::from,
            "to", Envelope::to,
            "cc", Envelope::cc,
            "bcc", Envelope::bcc,
            "subject", Envelope::subject,
            "message-id", Envelope::messageId,
            "in-reply-to", Envelope::inReplyTo,
            "references", Envelope::references);

    /** @param field in lower case */
    static boolean tells(String field) {
        return FIELDS.containsKey(field) || field.equals(DATE);
    }

    @Override
    public Verdict on(Trait trait) {
        if (trait instanceof Trait.SentDate sent) {
            return Verdict.of(envelope.sentDate()
                    .filter(date -> isSent(sent.date(), date))
                    .isPresent());
        }
        if (trait instanceof Trait.Header header) {
            return header.field().equals(DATE) ? date(header) : field(header);
        }
        return Verdict.OPEN;
    }

    private boolean isSent(DateTest asked, Instant date) {
        ZoneOffset zone = asked.isOfDays() ? ZoneOffset.ofTotalSeconds(envelope.sentOffsetSeconds()) : ZoneOffset.UTC;
        return asked.holds(LocalDateTime.ofInstant(date, zone));
    }

    /** A date that could be read is there; how it was written, or whether another cannot be read, the header knows. */
    private Verdict date(Trait.Header header) {
        return header.text().isEmpty() && envelope.sentDate().isPresent() ? Verdict.YES : Verdict.OPEN;
    }

    private Verdict field(Trait.Header header) {
        Function<Envelope, List<String>> values = FIELDS.get(header.field());
        if (values == null) {
            return Verdict.OPEN;
        }
        if (values.apply(envelope).stream().anyMatch(header.text()::isIn)) {
            return Verdict.YES;
        }
        return envelope.complete() ? Verdict.NO : Verdict.OPEN;
    }
}
