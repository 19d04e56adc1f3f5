package dev.agentpost.mail.mailboxstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Compares searches with a look at each message as it was made, for conditions nobody would think of. */
class RandomSearchTest {
    private static final int MESSAGES = 150;
    private static final int CONDITIONS = 300;
    private static final List<String> WORDS = List.of("Alpha", "beta", "GRÜN", "δέλτα", "", "a");
    private static final List<String> FIELDS = List.of("from", "to", "cc", "bcc", "subject", "message-id", "x-task");
    private static final OffsetDateTime START = OffsetDateTime.of(2024, 5, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Random random = new Random(4711);
    private final SearchedFolder folder = new SearchedFolder();
    private final List<Mail> mails = new ArrayList<>();

    /** @param fields in the order of {@link #FIELDS} */
    private record Mail(StoredMessage row, List<List<String>> fields, OffsetDateTime sent, String body) {
        String header() {
            StringBuilder header = new StringBuilder();
            IntStream.range(0, FIELDS.size())
                    .forEach(field -> fields.get(field).forEach(value -> header.append(FIELDS.get(field))
                            .append(": ")
                            .append(value)
                            .append("\r\n")));
            return header.append("Date: ")
                    .append(DateTimeFormatter.RFC_1123_DATE_TIME.format(sent))
                    .append("\r\n")
                    .toString();
        }
    }

    private record Question(Condition condition, Predicate<Mail> answer) {}

    @BeforeEach
    void setUp() {
        long uid = 0;
        for (int i = 0; i < MESSAGES; i++) {
            uid += 1 + random.nextInt(30);
            add(uid);
        }
    }

    @AfterEach
    void tearDown() {
        folder.testee.close();
    }

    private void add(long uid) {
        List<List<String>> fields = FIELDS.stream().map(field -> values()).toList();
        OffsetDateTime sent = START.plusMinutes(random.nextInt(5 * 24 * 60))
                .withOffsetSameInstant(ZoneOffset.ofHours(random.nextInt(25) - 12));
        String body = word() + " and " + word();
        StoredMessage row = new StoredMessage(
                uid,
                random.nextInt(50),
                ContentId.generate(),
                MessageFlags.of(random.nextInt(32), random.nextBoolean() ? Set.of() : Set.of("Later")),
                START.plusMinutes(random.nextInt(5 * 24 * 60)).toInstant(),
                START.plusMinutes(random.nextInt(5 * 24 * 60)).toInstant(),
                random.nextInt(100),
                10);
        Mail mail = new Mail(row, fields, sent, body);
        byte[] bytes = (mail.header() + "\r\n" + body + "\r\n").getBytes(StandardCharsets.UTF_8);
        folder.addWithoutEnvelope(row, bytes);
        if (random.nextInt(3) > 0) {
            folder.saveEnvelope(uid, EnvelopeReader.read(SearchedFolder.header(bytes)));
        }
        mails.add(mail);
    }

    private List<String> values() {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(value -> ("x " + word() + " " + word()).strip())
                .toList();
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    @Test
    void searchShouldFindWhatALookAtEachMessageFinds() {
        for (int i = 0; i < CONDITIONS; i++) {
            Question question = question(4);
            List<Long> expected = mails.stream()
                    .filter(question.answer())
                    .map(mail -> mail.row().uid())
                    .toList();

            assertThat(folder.search(question.condition()))
                    .describedAs("%s", question.condition())
                    .isEqualTo(expected);
        }
    }

    private Question question(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind < 2) {
            Question inner = question(depth - 1);
            return new Question(Condition.not(inner.condition()), inner.answer().negate());
        }
        if (kind < 6) {
            boolean all = random.nextBoolean();
            List<Question> inner = IntStream.range(0, 2 + random.nextInt(2))
                    .mapToObj(part -> question(depth - 1))
                    .toList();
            List<Condition> conditions = inner.stream().map(Question::condition).toList();
            return all
                    ? new Question(Condition.and(conditions), mail -> inner.stream()
                            .allMatch(part -> part.answer().test(mail)))
                    : new Question(Condition.or(conditions), mail -> inner.stream()
                            .anyMatch(part -> part.answer().test(mail)));
        }
        return random.nextInt(3) == 0 ? ofContent() : ofMetadata();
    }

    private Question ofMetadata() {
        DateTest day = new DateTest(
                DateTest.Relation.values()[random.nextInt(3)],
                START.plusDays(random.nextInt(5)).plusHours(7).toLocalDateTime(),
                ChronoUnit.DAYS);
        Comparison comparison = Comparison.values()[random.nextInt(3)];
        long number = random.nextInt(100);
        return switch (random.nextInt(8)) {
            case 0 -> {
                long first = random.nextInt(5000);
                yield new Question(
                        new Trait.UidIn(ImmutableRangeSet.of(Range.closed(first, first + 1000))),
                        mail -> mail.row().uid() >= first && mail.row().uid() <= first + 1000);
            }
            case 1 -> {
                SystemFlag flag = SystemFlag.values()[random.nextInt(5)];
                yield new Question(
                        new Trait.Flag(flag), mail -> mail.row().flags().has(flag));
            }
            case 2 ->
                new Question(
                        new Trait.Keyword("LATER"),
                        mail -> !mail.row().flags().keywords().isEmpty());
            case 3 ->
                new Question(
                        new Trait.Size(comparison, number),
                        mail -> agrees(comparison, mail.row().sizeBytes(), number));
            case 4 ->
                new Question(
                        new Trait.ModSeq(comparison, number),
                        mail -> agrees(comparison, mail.row().modSeq(), number));
            case 5 ->
                new Question(
                        new Trait.InternalDate(day),
                        mail -> agrees(day, mail.row().internalDate().atOffset(ZoneOffset.UTC)));
            case 6 ->
                new Question(
                        new Trait.SaveDate(day),
                        mail -> agrees(day, mail.row().saveDate().atOffset(ZoneOffset.UTC)));
            default -> new Question(new Trait.SentDate(day), mail -> agrees(day, mail.sent()));
        };
    }

    private static boolean agrees(Comparison comparison, long number, long asked) {
        return Integer.signum(Long.compare(number, asked)) == comparison.ordinal() - 1;
    }

    private static boolean agrees(DateTest day, OffsetDateTime time) {
        long days = ChronoUnit.DAYS.between(day.asked().toLocalDate(), time.toLocalDate());
        return Long.signum(days) == day.relation().ordinal() - 1;
    }

    private Question ofContent() {
        String word = word();
        return switch (random.nextInt(4)) {
            case 0 -> new Question(word.isEmpty() ? Condition.ALL : body(word), mail -> has(mail.body(), word));
            case 1 ->
                new Question(
                        word.isEmpty() ? Condition.ALL : new Trait.Text(Needle.of(word)),
                        mail -> has(mail.body(), word) || has(mail.header(), word));
            default -> {
                int field = random.nextInt(FIELDS.size());
                yield new Question(
                        new Trait.Header(FIELDS.get(field), Needle.of(word)),
                        mail -> mail.fields().get(field).stream().anyMatch(value -> has(value, word)));
            }
        };
    }

    private static Condition body(String word) {
        return new Trait.Body(Needle.of(word));
    }

    private static boolean has(String text, String word) {
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    @Test
    void searchShouldFindTheSameWhenManySearchAtOnce() {
        Question question = question(4);
        List<Long> expected = mails.stream()
                .filter(question.answer())
                .map(mail -> mail.row().uid())
                .toList();

        assertThat(Flux.range(0, 50)
                        .flatMap(search -> folder.testee
                                .search(folder.id, question.condition())
                                .collectList())
                        .distinct()
                        .collectList()
                        .block(Duration.ofSeconds(30)))
                .containsExactly(expected);
    }
}
