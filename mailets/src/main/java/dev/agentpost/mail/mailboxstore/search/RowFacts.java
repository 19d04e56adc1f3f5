package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What the row of a message tells. */
record RowFacts(StoredMessage row) implements Facts {
    @Override
    public Verdict on(Trait trait) {
        if (trait instanceof Trait.Keyword keyword) {
            return Verdict.of(row.flags().keywords().stream().anyMatch(keyword.keyword()::equalsIgnoreCase));
        }
        if (trait instanceof Trait.Size size) {
            return Verdict.of(size.comparison().holds(row.sizeBytes(), size.bytes()));
        }
        if (trait instanceof Trait.ModSeq modSeq) {
            return Verdict.of(modSeq.comparison().holds(row.modSeq(), modSeq.modSeq()));
        }
        if (trait instanceof Trait.InternalDate date) {
            return Verdict.of(date.date().holds(utc(row.internalDate())));
        }
        if (trait instanceof Trait.SaveDate date) {
            return Verdict.of(date.date().holds(utc(row.saveDate())));
        }
        if (trait instanceof Trait.Content content) {
            return Verdict.of(content.id().equals(row.contentId()));
        }
        return Verdict.OPEN;
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
