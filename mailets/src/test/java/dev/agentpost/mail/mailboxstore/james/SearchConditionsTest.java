package dev.agentpost.mail.mailboxstore.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.search.Comparison;
import dev.agentpost.mail.mailboxstore.search.Condition;
import dev.agentpost.mail.mailboxstore.search.DateTest;
import dev.agentpost.mail.mailboxstore.search.Needle;
import dev.agentpost.mail.mailboxstore.search.Trait;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import javax.mail.Flags;
import org.apache.james.imap.api.message.request.DayMonthYear;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.UnsupportedSearchException;
import org.apache.james.mailbox.inmemory.InMemoryMessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchConditionsTest {
    private static final Date DATE = Date.from(Instant.parse("2024-05-10T23:30:15Z"));
    private static final LocalDateTime TIME = LocalDateTime.parse("2024-05-10T23:30:15");

    static List<Arguments> criteria() {
        Condition seen = new Trait.Flag(SystemFlag.SEEN);
        Condition draft = new Trait.Flag(SystemFlag.DRAFT);
        return List.of(
                Arguments.of(SearchQuery.all(), Condition.ALL),
                Arguments.of(SearchQuery.flagIsSet(Flags.Flag.SEEN), seen),
                Arguments.of(SearchQuery.flagIsUnSet(Flags.Flag.SEEN), Condition.not(seen)),
                Arguments.of(SearchQuery.flagIsSet(Flags.Flag.FLAGGED), new Trait.Flag(SystemFlag.FLAGGED)),
                Arguments.of(SearchQuery.flagIsSet(Flags.Flag.DELETED), new Trait.Flag(SystemFlag.DELETED)),
                Arguments.of(SearchQuery.flagIsSet(Flags.Flag.ANSWERED), new Trait.Flag(SystemFlag.ANSWERED)),
                Arguments.of(SearchQuery.flagIsSet("$x"), new Trait.Keyword("$x")),
                Arguments.of(SearchQuery.flagIsUnSet("$x"), Condition.not(new Trait.Keyword("$x"))),
                Arguments.of(SearchQuery.uid(new SearchQuery.UidRange(MessageUid.of(2), MessageUid.of(4))), uids(2, 4)),
                Arguments.of(SearchQuery.uid(), new Trait.UidIn(ImmutableRangeSet.of())),
                Arguments.of(SearchQuery.sizeLessThan(5), new Trait.Size(Comparison.LESS, 5)),
                Arguments.of(SearchQuery.sizeGreaterThan(5), new Trait.Size(Comparison.GREATER, 5)),
                Arguments.of(SearchQuery.modSeqEquals(5), new Trait.ModSeq(Comparison.EQUAL, 5)),
                Arguments.of(SearchQuery.subject("x"), header("subject", "x")),
                Arguments.of(SearchQuery.address(AddressType.Bcc, "x"), header("bcc", "x")),
                Arguments.of(SearchQuery.headerContains("X-Task", "x"), header("x-task", "x")),
                Arguments.of(SearchQuery.headerExists("X-Task"), header("x-task", "")),
                Arguments.of(SearchQuery.mimeMessageID("<x>"), header("message-id", "<x>")),
                Arguments.of(SearchQuery.bodyContains("x"), new Trait.Body(Needle.of("x"))),
                Arguments.of(SearchQuery.mailContains("x"), new Trait.Text(Needle.of("x"))),
                Arguments.of(SearchQuery.bodyContains(""), Condition.ALL),
                Arguments.of(SearchQuery.hasMessageId(InMemoryMessageId.of(1)), Condition.NONE),
                Arguments.of(
                        SearchQuery.internalDateOn(DATE, DateResolution.Day),
                        new Trait.InternalDate(new DateTest(DateTest.Relation.ON, TIME, ChronoUnit.DAYS))),
                Arguments.of(
                        SearchQuery.internalDateAfter(DATE, DateResolution.Second),
                        new Trait.InternalDate(new DateTest(DateTest.Relation.AFTER, TIME, ChronoUnit.SECONDS))),
                Arguments.of(
                        SearchQuery.saveDateBefore(DATE, DateResolution.Month),
                        new Trait.SaveDate(new DateTest(DateTest.Relation.BEFORE, TIME, ChronoUnit.MONTHS))),
                Arguments.of(
                        SearchQuery.sentDateOn(DATE, DateResolution.Day),
                        new Trait.SentDate(new DateTest(DateTest.Relation.ON, TIME, ChronoUnit.DAYS))),
                Arguments.of(
                        SearchQuery.or(
                                SearchQuery.flagIsSet(Flags.Flag.SEEN),
                                SearchQuery.not(SearchQuery.flagIsSet(Flags.Flag.DRAFT))),
                        Condition.or(List.of(seen, Condition.not(draft)))));
    }

    private static Condition uids(long first, long last) {
        return new Trait.UidIn(ImmutableRangeSet.of(Range.closed(first, last)));
    }

    private static Condition header(String field, String text) {
        return new Trait.Header(field, Needle.of(text));
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void everyCriterionShouldHaveItsCondition(Criterion criterion, Condition expected) throws Exception {
        assertThat(SearchConditions.of(SearchQuery.of(criterion))).isEqualTo(expected);
    }

    @Test
    void messageIdsShouldBeContentIds() throws Exception {
        ContentId id = ContentId.generate();
        Criterion criterion = SearchQuery.hasMessageId(new TestMessageId(id.toString()));

        assertThat(SearchConditions.of(SearchQuery.of(criterion))).isEqualTo(new Trait.Content(id));
    }

    @Test
    void recentShouldBeWhatTheSessionSays() throws Exception {
        SearchQuery query = SearchQuery.builder()
                .andCriteria(SearchQuery.flagIsSet(Flags.Flag.RECENT))
                .addRecentMessageUids(List.of(MessageUid.of(3), MessageUid.of(4)))
                .build();

        assertThat(((Trait.UidIn) SearchConditions.of(query)).uids().contains(3L))
                .isTrue();
        assertThat(((Trait.UidIn) SearchConditions.of(query)).uids().contains(5L))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Pacific/Kiritimati"})
    void dayShouldBeTheOneOfTheClientWhereverTheServerStands(String zone) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Date asked = new DayMonthYear(29, 2, 2024).toDate();
            Condition condition =
                    SearchConditions.of(SearchQuery.of(SearchQuery.internalDateOn(asked, DateResolution.Day)));

            assertThat(condition)
                    .isEqualTo(new Trait.InternalDate(new DateTest(
                            DateTest.Relation.ON, LocalDateTime.parse("2024-02-29T00:00:00"), ChronoUnit.DAYS)));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void whatImapCannotAskShouldBeRefused() {
        assertThatThrownBy(() -> SearchConditions.of(SearchQuery.of(SearchQuery.hasAttachment())))
                .isInstanceOf(UnsupportedSearchException.class);
        assertThatThrownBy(() -> SearchConditions.of(SearchQuery.of(SearchQuery.attachmentContains("x"))))
                .isInstanceOf(UnsupportedSearchException.class);
        assertThatThrownBy(() -> SearchConditions.of(
                        SearchQuery.of(SearchQuery.headerDateOn("Resent-Date", DATE, DateResolution.Day))))
                .isInstanceOf(UnsupportedSearchException.class);
    }
}
