package dev.agentpost.mail.mailboxstore.james;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.search.Comparison;
import dev.agentpost.mail.mailboxstore.search.Condition;
import dev.agentpost.mail.mailboxstore.search.DateTest;
import dev.agentpost.mail.mailboxstore.search.Needle;
import dev.agentpost.mail.mailboxstore.search.Trait;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.UnsupportedSearchException;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;

/**
 * What James asks for, in our terms. The days of SEARCH reach James's queries as moments in UTC, with the present time of
 * day (see its {@code DayMonthYear}): the date in UTC is the one that the client wrote.
 */
final class SearchConditions {
    private static final String DATE_FIELD = "date";
    private static final Map<Flags.Flag, SystemFlag> FLAGS = Map.of(
            Flags.Flag.SEEN, SystemFlag.SEEN,
            Flags.Flag.DELETED, SystemFlag.DELETED,
            Flags.Flag.FLAGGED, SystemFlag.FLAGGED,
            Flags.Flag.ANSWERED, SystemFlag.ANSWERED,
            Flags.Flag.DRAFT, SystemFlag.DRAFT);

    private final Set<MessageUid> recent;

    private SearchConditions(Set<MessageUid> recent) {
        this.recent = recent;
    }

    /** @throws UnsupportedSearchException for what IMAP cannot ask: attachments, and dates in fields other than Date */
    static Condition of(SearchQuery query) throws UnsupportedSearchException {
        return Condition.and(new SearchConditions(query.getRecentMessageUids()).all(query.getCriteria()));
    }

    private List<Condition> all(List<Criterion> criteria) throws UnsupportedSearchException {
        Stream.Builder<Condition> conditions = Stream.builder();
        for (Criterion criterion : criteria) {
            conditions.add(of(criterion));
        }
        return conditions.build().toList();
    }

    private Condition of(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.ConjunctionCriterion several) {
            return conjunction(several);
        }
        if (criterion instanceof SearchQuery.AllCriterion) {
            return Condition.ALL;
        }
        if (criterion instanceof SearchQuery.UidCriterion uids) {
            return new Trait.UidIn(uids(uids.getOperator().getRange()));
        }
        if (criterion instanceof SearchQuery.FlagCriterion flag) {
            return unless(!flag.getOperator().isSet(), flag(flag.getFlag()));
        }
        if (criterion instanceof SearchQuery.CustomFlagCriterion keyword) {
            return unless(!keyword.getOperator().isSet(), new Trait.Keyword(keyword.getFlag()));
        }
        return ofRow(criterion);
    }

    private Condition conjunction(SearchQuery.ConjunctionCriterion several) throws UnsupportedSearchException {
        List<Condition> conditions = all(several.getCriteria());
        return switch (several.getType()) {
            case AND -> Condition.and(conditions);
            case OR -> Condition.or(conditions);
            case NOR -> Condition.not(Condition.or(conditions));
        };
    }

    private Condition flag(Flags.Flag flag) throws UnsupportedSearchException {
        if (flag == Flags.Flag.RECENT) {
            return new Trait.UidIn(recent.stream()
                    .map(uid -> Range.closedOpen(uid.asLong(), uid.asLong() + 1))
                    .collect(ImmutableRangeSet.toImmutableRangeSet()));
        }
        if (!FLAGS.containsKey(flag)) {
            throw new UnsupportedSearchException();
        }
        return new Trait.Flag(FLAGS.get(flag));
    }

    private static RangeSet<Long> uids(SearchQuery.UidRange[] ranges) {
        return ImmutableRangeSet.unionOf(Arrays.stream(ranges)
                .filter(range -> range.getLowValue().compareTo(range.getHighValue()) <= 0)
                .map(range -> Range.closed(
                        range.getLowValue().asLong(), range.getHighValue().asLong()))
                .toList());
    }

    private static Condition ofRow(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.SizeCriterion size) {
            SearchQuery.NumericOperator operator = size.getOperator();
            return new Trait.Size(comparison(operator), operator.getValue());
        }
        if (criterion instanceof SearchQuery.ModSeqCriterion modSeq) {
            SearchQuery.NumericOperator operator = modSeq.getOperator();
            return new Trait.ModSeq(comparison(operator), operator.getValue());
        }
        if (criterion instanceof SearchQuery.InternalDateCriterion date) {
            return new Trait.InternalDate(date(date.getOperator()));
        }
        if (criterion instanceof SearchQuery.SaveDateCriterion date) {
            return new Trait.SaveDate(date(date.getOperator()));
        }
        if (criterion instanceof SearchQuery.MessageIdCriterion id) {
            return content(id.getMessageId().serialize());
        }
        if (criterion instanceof SearchQuery.ThreadIdCriterion thread) {
            // each message is a thread of its own
            return content(thread.getThreadId().getBaseMessageId().serialize());
        }
        return ofContent(criterion);
    }

    /** No message has what is no id of ours. */
    private static Condition content(String id) {
        try {
            return new Trait.Content(ContentId.of(id));
        } catch (IllegalArgumentException e) {
            return Condition.NONE;
        }
    }

    private static Condition ofContent(Criterion criterion) throws UnsupportedSearchException {
        if (criterion instanceof SearchQuery.SubjectCriterion subject) {
            return header(subject.asHeaderCriterion());
        }
        if (criterion instanceof SearchQuery.MimeMessageIDCriterion messageId) {
            return header(messageId.asHeaderCriterion());
        }
        if (criterion instanceof SearchQuery.HeaderCriterion header) {
            return header(header);
        }
        if (criterion instanceof SearchQuery.TextCriterion text) {
            return text(text);
        }
        throw new UnsupportedSearchException();
    }

    private static Condition header(SearchQuery.HeaderCriterion header) throws UnsupportedSearchException {
        String name = header.getHeaderName();
        SearchQuery.HeaderOperator operator = header.getOperator();
        if (operator instanceof SearchQuery.ContainsOperator contains) {
            return new Trait.Header(name, Needle.of(contains.getValue()));
        }
        if (operator instanceof SearchQuery.AddressOperator address) {
            return new Trait.Header(name, Needle.of(address.getAddress()));
        }
        if (operator instanceof SearchQuery.ExistsOperator) {
            return new Trait.Header(name, Needle.of(""));
        }
        if (operator instanceof SearchQuery.DateOperator date && name.equalsIgnoreCase(DATE_FIELD)) {
            return new Trait.SentDate(date(date));
        }
        throw new UnsupportedSearchException();
    }

    private static Condition text(SearchQuery.TextCriterion text) throws UnsupportedSearchException {
        Needle needle = Needle.of(text.getOperator().getValue());
        boolean ofBody = text.getType() == SearchQuery.Scope.BODY;
        if (!ofBody && text.getType() != SearchQuery.Scope.FULL) {
            throw new UnsupportedSearchException();
        }
        if (needle.isEmpty()) {
            return Condition.ALL;
        }
        return ofBody ? new Trait.Body(needle) : new Trait.Text(needle);
    }

    private static Condition unless(boolean negated, Condition condition) {
        return negated ? Condition.not(condition) : condition;
    }

    private static Comparison comparison(SearchQuery.NumericOperator operator) {
        return switch (operator.getType()) {
            case LESS_THAN -> Comparison.LESS;
            case EQUALS -> Comparison.EQUAL;
            case GREATER_THAN -> Comparison.GREATER;
        };
    }

    private static DateTest date(SearchQuery.DateOperator operator) {
        LocalDateTime asked = LocalDateTime.ofInstant(operator.getDate().toInstant(), ZoneOffset.UTC);
        DateTest.Relation relation =
                switch (operator.getType()) {
                    case BEFORE -> DateTest.Relation.BEFORE;
                    case ON -> DateTest.Relation.ON;
                    case AFTER -> DateTest.Relation.AFTER;
                };
        return new DateTest(relation, asked, resolution(operator.getDateResultion()));
    }

    private static ChronoUnit resolution(SearchQuery.DateResolution resolution) {
        return switch (resolution) {
            case Second -> ChronoUnit.SECONDS;
            case Minute -> ChronoUnit.MINUTES;
            case Hour -> ChronoUnit.HOURS;
            case Day -> ChronoUnit.DAYS;
            case Month -> ChronoUnit.MONTHS;
            case Year -> ChronoUnit.YEARS;
        };
    }
}
