package dev.agentpost.mail.mailboxstore.search;

import com.google.common.collect.RangeSet;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.util.Locale;

/** What one look at a message tells: a condition with no other conditions in it. */
public sealed interface Trait extends Condition {
    Source source();

    @Override
    default Condition given(Facts facts) {
        return switch (facts.on(this)) {
            case YES -> Condition.ALL;
            case NO -> Condition.NONE;
            case OPEN -> this;
        };
    }

    @Override
    default boolean needs(Source source) {
        return source() == source;
    }

    /** Told by the bits of the folder's pages. */
    sealed interface OfIndex extends Trait {
        @Override
        default Source source() {
            return Source.INDEX;
        }
    }

    /** Told by the message's row. */
    sealed interface OfRow extends Trait {
        @Override
        default Source source() {
            return Source.ROW;
        }
    }

    /** Told by the message as a whole. */
    sealed interface OfBody extends Trait {
        @Override
        default Source source() {
            return Source.BODY;
        }
    }

    record UidIn(RangeSet<Long> uids) implements OfIndex {}

    record Flag(SystemFlag flag) implements OfIndex {}

    /** Whatever the case of its letters, as in {@code javax.mail.Flags}. */
    record Keyword(String keyword) implements OfRow {}

    /** In octets. */
    record Size(Comparison comparison, long bytes) implements OfRow {}

    record ModSeq(Comparison comparison, long modSeq) implements OfRow {}

    /** In UTC, as FETCH INTERNALDATE shows it. */
    record InternalDate(DateTest date) implements OfRow {}

    /** In UTC, as FETCH SAVEDATE shows it. */
    record SaveDate(DateTest date) implements OfRow {}

    record Content(ContentId id) implements OfRow {}

    /**
     * Days are compared as the Date field has them, whatever its zone (RFC 3501 section 6.4.4, SENTON); anything finer in
     * UTC. A message whose date is absent or cannot be read is on no day, before none and after none.
     */
    record SentDate(DateTest date) implements Trait {
        @Override
        public Source source() {
            return Source.ENVELOPE;
        }
    }

    /**
     * @param field in lower case
     * @param text the empty one is in every field, but the field must be there
     */
    record Header(String field, Needle text) implements Trait {
        public Header {
            field = field.toLowerCase(Locale.ROOT);
        }

        @Override
        public Source source() {
            return EnvelopeFacts.tells(field) ? Source.ENVELOPE : Source.HEADER;
        }
    }

    /** In the text parts of a message: not in its header, nor in those of its parts. */
    record Body(Needle text) implements OfBody {}

    /** In what {@link Body} looks at, or in the header, or in those of the parts. */
    record Text(Needle text) implements OfBody {}
}
