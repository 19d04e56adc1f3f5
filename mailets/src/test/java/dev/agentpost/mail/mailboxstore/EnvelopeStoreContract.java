package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailboxstore.EnvelopeStore.Numbered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public interface EnvelopeStoreContract {
    FolderId INBOX = FolderId.generate();
    FolderId TRASH = FolderId.generate();

    EnvelopeStore testee();

    @Test
    default void envelopesShouldComeBackAsTheyWereSaved() {
        Envelope full = new Envelope(
                Optional.of(Instant.parse("2026-11-21T12:00:00Z")),
                3600,
                List.of("Ann <ann@example.com>"),
                List.of("b@example.com", "c@example.com"),
                List.of("d@example.com"),
                List.of("e@example.com"),
                List.of("Grüße"),
                List.of("<1@example.com>"),
                List.of("<0@example.com>"),
                List.of("<0@example.com> <00@example.com>"),
                true);
        Envelope empty = new Envelope(
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);

        testee().save(INBOX, Map.of(1L, full, 2L, empty)).block();

        assertThat(list(INBOX, 1, 2)).containsExactly(new Numbered(1, full), new Numbered(2, empty));
    }

    @Test
    default void listShouldBeAscendingOverManyPages() {
        save(INBOX, 1, 3000);

        assertThat(list(INBOX, 900, 2500))
                .extracting(Numbered::uid)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(900, 2500).boxed().toList());
    }

    @Test
    default void envelopesLargerThanABatchTogetherShouldAllBeSaved() {
        Envelope large = envelope("x".repeat(16_000));

        testee().save(
                        INBOX,
                        LongStream.rangeClosed(1, 20)
                                .boxed()
                                .collect(Collectors.toMap(Function.identity(), uid -> large)))
                .block();

        assertThat(list(INBOX, 1, 100)).hasSize(20).allMatch(found -> found.envelope()
                .equals(large));
    }

    @Test
    default void listShouldNotMixFolders() {
        save(INBOX, 1, 1);

        assertThat(list(TRASH, 1, 100)).isEmpty();
    }

    @Test
    default void envelopesOfManyFoldersShouldBeSavedTogether() {
        List<FolderId> folders = Stream.generate(FolderId::generate).limit(30).toList();

        testee().save(folders.stream()
                        .flatMap(folder -> Stream.of(1L, 5000L)
                                .map(uid -> new EnvelopeStore.Filed(folder, uid, envelope(folder + " " + uid))))
                        .toList())
                .block();

        assertThat(folders).allSatisfy(folder -> assertThat(list(folder, 1, 5000))
                .containsExactly(
                        new Numbered(1, envelope(folder + " 1")), new Numbered(5000, envelope(folder + " 5000"))));
    }

    @Test
    default void deletedEnvelopesShouldBeGone() {
        save(INBOX, 1, 4000);

        testee().delete(INBOX, List.of(new UidRange(2, 3), new UidRange(500, 3500)))
                .block();

        assertThat(list(INBOX, 1, 4000))
                .extracting(Numbered::uid)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 4000)
                        .filter(uid -> (uid < 2 || uid > 3) && (uid < 500 || uid > 3500))
                        .boxed()
                        .toList());
    }

    @Test
    default void deleteShouldBeRepeatable() {
        save(INBOX, 1, 1);

        testee().delete(INBOX, List.of(UidRange.one(1))).block();
        testee().delete(INBOX, List.of(UidRange.one(1))).block();

        assertThat(list(INBOX, 1, 1)).isEmpty();
    }

    @Test
    default void rangesWithoutEndShouldBeRefused() {
        assertThatThrownBy(() -> testee().list(INBOX, UidRange.ALL).blockLast())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> testee().delete(INBOX, List.of(UidRange.ALL)).block())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void save(FolderId folder, long first, long last) {
        testee().save(
                        folder,
                        LongStream.rangeClosed(first, last)
                                .boxed()
                                .collect(Collectors.toMap(Function.identity(), uid -> envelope("message " + uid))))
                .block();
    }

    private List<Numbered> list(FolderId folder, long first, long last) {
        return testee().list(folder, new UidRange(first, last)).collectList().block();
    }

    static Envelope envelope(String subject) {
        return EnvelopeReader.read(("Subject: " + subject + "\r\n\r\n").getBytes(UTF_8));
    }
}
