package dev.agentpost.mail.mailboxstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FolderSearchTest {
    private static final ContentId LOST = ContentId.generate();
    private static final long LAST = 2050;

    private final SearchedFolder folder = new SearchedFolder();

    /** Three messages, in three pages. */
    @BeforeEach
    void setUp() {
        folder.add(
                1,
                """
                From: Bob Builder <bob@example.com>
                To: alice@example.com
                Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from Bob
                Date: Fri, 10 May 2024 23:30:00 -0800
                Message-ID: <one@example.com>
                X-Task: first

                please count
                """,
                new MessageFlags(Set.of(SystemFlag.SEEN, SystemFlag.FLAGGED), Set.of("$Forwarded")),
                Instant.parse("2024-05-10T23:59:59Z"));
        folder.add(
                1025,
                """
                From: Carol <carol@example.com>
                Cc: dave@example.com
                Bcc: erin@example.com
                Subject: Re: task
                Date: Sat, 11 May 2024 00:30:00 +0530
                References: <one@example.com>
                In-Reply-To: <one@example.com>

                done, it is three
                """,
                new MessageFlags(Set.of(SystemFlag.ANSWERED, SystemFlag.DRAFT), Set.of()),
                Instant.parse("2024-05-11T00:00:00Z"));
        folder.add(
                LAST,
                """
                From: bob@example.com
                Subject: no date
                Date: whenever

                please write a long answer, longer than the other bodies are
                """,
                new MessageFlags(Set.of(SystemFlag.DELETED), Set.of("Later")),
                Instant.parse("2024-05-12T00:00:00Z"));
    }

    @AfterEach
    void tearDown() {
        folder.testee.close();
    }

    private static Condition uids(long first, long last) {
        return new Trait.UidIn(ImmutableRangeSet.of(Range.closed(first, last)));
    }

    private static Condition flag(SystemFlag flag) {
        return new Trait.Flag(flag);
    }

    private static Condition header(String field, String text) {
        return new Trait.Header(field, Needle.of(text));
    }

    private static DateTest day(DateTest.Relation relation, String day) {
        return new DateTest(relation, LocalDateTime.parse(day + "T07:08:09"), ChronoUnit.DAYS);
    }

    private static Condition sent(DateTest.Relation relation, String day) {
        return new Trait.SentDate(day(relation, day));
    }

    private static Condition arrived(DateTest.Relation relation, String day) {
        return new Trait.InternalDate(day(relation, day));
    }

    private static Condition body(String text) {
        return new Trait.Body(Needle.of(text));
    }

    private static Condition text(String text) {
        return new Trait.Text(Needle.of(text));
    }

    static List<Arguments> conditions() {
        return List.of(
                Arguments.of(Condition.ALL, List.of(1L, 1025L, LAST)),
                Arguments.of(Condition.NONE, List.of()),
                Arguments.of(uids(2, 1025), List.of(1025L)),
                Arguments.of(uids(1026, Long.MAX_VALUE), List.of(LAST)),
                Arguments.of(new Trait.UidIn(ImmutableRangeSet.of()), List.of()),
                Arguments.of(flag(SystemFlag.SEEN), List.of(1L)),
                Arguments.of(flag(SystemFlag.FLAGGED), List.of(1L)),
                Arguments.of(flag(SystemFlag.ANSWERED), List.of(1025L)),
                Arguments.of(flag(SystemFlag.DRAFT), List.of(1025L)),
                Arguments.of(flag(SystemFlag.DELETED), List.of(LAST)),
                Arguments.of(new Trait.Keyword("$forwarded"), List.of(1L)),
                Arguments.of(new Trait.Keyword("later"), List.of(LAST)),
                Arguments.of(new Trait.Keyword("unknown"), List.of()),
                Arguments.of(new Trait.Size(Comparison.GREATER, 10_000), List.of()),
                Arguments.of(new Trait.Size(Comparison.LESS, 10_000), List.of(1L, 1025L, LAST)),
                Arguments.of(new Trait.ModSeq(Comparison.GREATER, 1), List.of(1025L, LAST)),
                Arguments.of(new Trait.ModSeq(Comparison.EQUAL, 1025), List.of(1025L)),
                Arguments.of(new Trait.Content(LOST), List.of()),
                Arguments.of(arrived(DateTest.Relation.BEFORE, "2024-05-11"), List.of(1L)),
                Arguments.of(arrived(DateTest.Relation.ON, "2024-05-11"), List.of(1025L)),
                Arguments.of(arrived(DateTest.Relation.AFTER, "2024-05-10"), List.of(1025L, LAST)),
                Arguments.of(new Trait.SaveDate(day(DateTest.Relation.ON, "2024-05-12")), List.of(LAST)),
                Arguments.of(sent(DateTest.Relation.ON, "2024-05-10"), List.of(1L)),
                Arguments.of(sent(DateTest.Relation.ON, "2024-05-11"), List.of(1025L)),
                Arguments.of(sent(DateTest.Relation.BEFORE, "2024-05-11"), List.of(1L)),
                Arguments.of(sent(DateTest.Relation.AFTER, "2024-05-10"), List.of(1025L)),
                Arguments.of(header("from", "BOB"), List.of(1L, LAST)),
                Arguments.of(header("from", "builder <bob"), List.of(1L)),
                Arguments.of(header("to", "alice@"), List.of(1L)),
                Arguments.of(header("cc", "dave"), List.of(1025L)),
                Arguments.of(header("bcc", "erin"), List.of(1025L)),
                Arguments.of(header("subject", "grüße FROM"), List.of(1L)),
                Arguments.of(header("Subject", "task"), List.of(1025L)),
                Arguments.of(header("message-id", "<one@example.com>"), List.of(1L)),
                Arguments.of(header("in-reply-to", "one@"), List.of(1025L)),
                Arguments.of(header("references", "<one@example.com>"), List.of(1025L)),
                Arguments.of(header("cc", ""), List.of(1025L)),
                Arguments.of(header("message-id", ""), List.of(1L)),
                Arguments.of(header("date", ""), List.of(1L, 1025L, LAST)),
                Arguments.of(header("date", "+0530"), List.of(1025L)),
                Arguments.of(header("x-task", ""), List.of(1L)),
                Arguments.of(header("X-Task", "FIRST"), List.of(1L)),
                Arguments.of(header("x-task", "second"), List.of()),
                Arguments.of(body("PLEASE"), List.of(1L, LAST)),
                Arguments.of(body("carol"), List.of()),
                Arguments.of(text("carol"), List.of(1025L)),
                Arguments.of(text("three"), List.of(1025L)),
                Arguments.of(text("x-task: first"), List.of(1L)),
                Arguments.of(Condition.or(List.of(uids(1, 1), body("three"))), List.of(1L, 1025L)),
                Arguments.of(Condition.and(List.of(header("from", "bob"), body("write"))), List.of(LAST)),
                Arguments.of(
                        Condition.or(List.of(
                                Condition.and(List.of(flag(SystemFlag.SEEN), header("x-task", "first"))),
                                Condition.not(Condition.or(List.of(text("bob"), uids(1, 1)))))),
                        List.of(1L, 1025L)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void searchShouldFindWhatMatches(Condition condition, List<Long> expected) {
        assertThat(folder.search(condition)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void notShouldFindTheOthers(Condition condition, List<Long> expected) {
        List<Long> others = List.of(1L, 1025L, LAST).stream()
                .filter(uid -> !expected.contains(uid))
                .toList();

        assertThat(folder.search(Condition.not(condition))).isEqualTo(others);
    }

    @Test
    void emptyFolderShouldHaveNothing() {
        folder.messages.expunge(folder.id, List.of(1L, 1025L, LAST)).block();

        assertThat(folder.search(Condition.ALL)).isEmpty();
        assertThat(folder.search(Condition.not(uids(2, 4)))).isEmpty();
        assertThat(folder.search(text("bob"))).isEmpty();
    }

    @Test
    void flagsShouldReadNoRow() {
        folder.search(Condition.not(flag(SystemFlag.SEEN)));

        assertThat(folder.messages.rowsRead()).isZero();
        assertThat(folder.contentReads).isEmpty();
    }

    @Test
    void envelopeFieldsShouldReadNeitherRowsNorContents() {
        folder.search(Condition.and(List.of(
                header("subject", "task"), sent(DateTest.Relation.ON, "2024-05-11"), header("references", "one"))));

        assertThat(folder.messages.rowsRead()).isZero();
        assertThat(folder.contentReads).isEmpty();
    }

    @Test
    void bodyShouldBeReadOnlyOfThoseThatEverythingElseLeaves() {
        folder.search(Condition.and(List.of(body("please"), header("subject", "no date"), uids(2, LAST))));

        assertThat(folder.contentReads).containsExactly("header", "read");
    }

    @Test
    void bodyShouldNotBeReadWhenTheHeaderHasTheText() {
        folder.search(Condition.and(List.of(uids(1, 1), text("builder"))));

        assertThat(folder.contentReads).containsExactly("header");
    }

    @Test
    void absentEnvelopesShouldBeRebuiltOnce() {
        StoredMessage row = addWithoutEnvelope(3000, "Subject: new\r\n\r\nbody\r\n");

        assertThat(folder.search(header("subject", "new"))).containsExactly(row.uid());
        assertThat(folder.storedEnvelopes()).contains(row.uid());
        assertThat(folder.search(header("subject", "new"))).containsExactly(row.uid());
        assertThat(folder.contentReads).containsExactly("header");
    }

    @Test
    void cutEnvelopeShouldBeAskedBeforeTheHeader() {
        folder.saveEnvelope(1, cut("Gr"));

        assertThat(folder.search(header("subject", "gr"))).containsExactly(1L);
        assertThat(folder.contentReads).isEmpty();
    }

    @Test
    void whatACutEnvelopeLacksShouldBeReadInTheHeader() {
        folder.saveEnvelope(1, cut("Gr"));

        assertThat(folder.search(header("subject", "from bob"))).containsExactly(1L);
        assertThat(folder.search(Condition.not(header("subject", "from bob")))).containsExactly(1025L, LAST);
    }

    private static Envelope cut(String subject) {
        List<String> none = List.of();
        Envelope whole = EnvelopeReader.read(("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return new Envelope(whole.sentDate(), 0, none, none, none, none, whole.subject(), none, none, none, false);
    }

    @Test
    void lostContentShouldNotHideTheOtherMessages() {
        folder.messages.put(
                new StoredMessage(4000, 1, LOST, MessageFlags.NONE, SearchedFolder.NOON, SearchedFolder.NOON, 100, 10));

        assertThat(folder.search(body("please"))).containsExactly(1L, LAST);
    }

    @Test
    void messagesExpungedDuringTheSearchShouldNotBeFound() {
        addWithoutEnvelope(3000, "Subject: new\r\n\r\nbody\r\n");
        folder.messages.expungeAfterNextIndex(3000);

        assertThat(folder.search(header("subject", "new"))).isEmpty();
    }

    private StoredMessage addWithoutEnvelope(long uid, String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        return folder.addWithoutEnvelope(
                new StoredMessage(
                        uid,
                        1,
                        ContentId.generate(),
                        MessageFlags.NONE,
                        SearchedFolder.NOON,
                        SearchedFolder.NOON,
                        bytes.length,
                        0),
                bytes);
    }
}
