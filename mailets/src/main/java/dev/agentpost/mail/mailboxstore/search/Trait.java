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

    record UidIn(RangeSet<Long> uids) implements Trait {
        @Override
        public Source source() {
            return Source.INDEX;
        }
    }

    record Flag(SystemFlag flag) implements Trait {
        @Override
        public Source source() {
            return Source.INDEX;
        }
    }

    /** Whatever the case of its letters, as in {@code javax.mail.Flags}. */
    record Keyword(String keyword) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

    /** In octets. */
    record Size(Comparison comparison, long bytes) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

    record ModSeq(Comparison comparison, long modSeq) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

    /** In UTC, as FETCH INTERNALDATE shows it. */
    record InternalDate(DateTest date) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

    /** In UTC, as FETCH SAVEDATE shows it. */
    record SaveDate(DateTest date) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

    record Content(ContentId id) implements Trait {
        @Override
        public Source source() {
            return Source.ROW;
        }
    }

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
    record Body(Needle text) implements Trait {
        @Override
        public Source source() {
            return Source.BODY;
        }
    }

    /** In what {@link Body} looks at, or in the header, or in those of the parts. */
    record Text(Needle text) implements Trait {
        @Override
        public Source source() {
            return Source.BODY;
        }
    }
}
