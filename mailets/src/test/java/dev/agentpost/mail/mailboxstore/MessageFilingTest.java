package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailboxstore.ContentStore.Place;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageFilingTest {
    private static final FolderId INBOX = FolderId.generate();
    private static final FolderId TRASH = FolderId.generate();
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final MessageFlags FLAGGED = new MessageFlags(Set.of(SystemFlag.FLAGGED), Set.of("work"));
    private static final byte[] BODY = "text\r\n".getBytes(US_ASCII);

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final FolderMessages folders =
            new RowFolderMessages(new MemoryFolderRows(), LaneLimits.DEFAULT, Clock.systemUTC());
    private final MemoryContentStore contents = new MemoryContentStore(clock);
    private final EnvelopeStore envelopes = new MemoryEnvelopeStore();
    private final MoveIntentStore intents = new MemoryMoveIntentStore();
    private final MessageFiling filing = new MessageFiling(folders, contents, envelopes, intents, clock);

    @BeforeEach
    void setUp() {
        folders.create(INBOX, 1).block();
        folders.create(TRASH, 1).block();
    }

    @AfterEach
    void tearDown() {
        filing.close();
    }

    @Test
    void anAppendedMessageShouldHaveItsRow() {
        Appended appended = append("hello");

        StoredMessage message = message(INBOX, appended.uid());
        assertThat(message.flags()).isEqualTo(FLAGGED);
        assertThat(message.internalDate()).isEqualTo(NOON);
        assertThat(message.sizeBytes()).isEqualTo(header("hello").length + BODY.length);
        assertThat(contents.header(message.contentId()).block()).isEqualTo(header("hello"));
        assertThat(contents.body(message.contentId()).blockFirst()).isEqualTo(BODY);
    }

    @Test
    void anAppendedMessageShouldGetItsEnvelopeAndPlace() {
        Appended appended = append("hello");
        filing.close();

        ContentId id = message(INBOX, appended.uid()).contentId();
        assertThat(subjects(INBOX)).containsExactly("hello");
        assertThat(contents.places(id).collectList().block())
                .containsExactly(new Place(INBOX, Announcement.first(id), appended.uid()));
    }

    @Test
    void aDeliveryIdShouldMakeAnAppendHappenOnce() {
        Appended first = append("hello", Optional.of(new DeliveryId("once")));

        Appended second = append("hello", Optional.of(new DeliveryId("once")));

        assertThat(second.wasThere()).isTrue();
        assertThat(second.uid()).isEqualTo(first.uid());
        assertThat(folders.head(INBOX).block().messageCount()).isEqualTo(1);
    }

    @Test
    void aGivenContentIdShouldBeUsed() {
        ContentId id = ContentId.generate();

        Appended appended = filing.append(
                        INBOX,
                        source("hello"),
                        new MessageFiling.Options(Optional.empty(), FLAGGED, true, NOON, NOON, Optional.of(id)))
                .block();

        assertThat(message(INBOX, appended.uid()).contentId()).isEqualTo(id);
    }

    @Test
    void aCopyShouldShareTheContent() {
        StoredMessage original = message(INBOX, append("hello").uid());

        List<Appended> copies = filing.copy(INBOX, List.of(original, original), TRASH, NOON.plusSeconds(1))
                .block();
        filing.close();

        assertThat(copies).extracting(Appended::uid).containsExactly(1L, 2L);
        StoredMessage copy = message(TRASH, 2);
        assertThat(copy.contentId()).isEqualTo(original.contentId());
        assertThat(copy.flags()).isEqualTo(original.flags());
        assertThat(copy.saveDate()).isEqualTo(NOON.plusSeconds(1));
        assertThat(subjects(TRASH)).containsExactly("hello", "hello");
        assertThat(contents.places(original.contentId())
                        .map(Place::uid)
                        .collectList()
                        .block())
                .containsExactlyInAnyOrder(1L, 1L, 2L);
    }

    @Test
    void copiesShouldHaveEnvelopesWhenTheOriginalsLackThem() {
        StoredMessage original = message(INBOX, append("hello").uid());
        filing.close();
        envelopes.delete(INBOX, List.of(new UidRange(1, 10))).block();

        filing.copy(INBOX, List.of(original), TRASH, NOON).block();
        filing.close();

        assertThat(subjects(TRASH)).containsExactly("hello");
    }

    @Test
    void aMoveShouldTakeMessagesFromTheirFolder() {
        List<StoredMessage> messages = IntStream.range(0, 450)
                .mapToObj(number -> message(INBOX, append("message " + number).uid()))
                .toList();

        List<MessageFiling.Moved> moved =
                filing.move(INBOX, messages, TRASH, NOON).block();
        filing.close();

        assertThat(moved).extracting(MessageFiling.Moved::from).containsExactlyElementsOf(messages);
        assertThat(moved).extracting(one -> one.to().uid()).isSorted().doesNotHaveDuplicates();
        assertThat(folders.head(INBOX).block().messageCount()).isZero();
        assertThat(folders.head(TRASH).block().messageCount()).isEqualTo(450);
        assertThat(subjects(TRASH)).hasSize(450).endsWith("message 449");
        assertThat(subjects(INBOX)).isEmpty();
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveThatStoppedAfterItsIntentShouldBeFinished() {
        StoredMessage message = message(INBOX, append("hello").uid());
        intents.save(intent(message, Duration.ofMinutes(2))).block();

        assertThat(finishMoves()).isEqualTo(1);
        filing.close();

        assertThat(folders.head(INBOX).block().messageCount()).isZero();
        assertThat(message(TRASH, 1).contentId()).isEqualTo(message.contentId());
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveThatStoppedAfterItsCopyShouldNotCopyAgain() {
        StoredMessage message = message(INBOX, append("hello").uid());
        intents.save(intent(message, Duration.ofMinutes(2))).block();
        leaveCopy(message);

        finishMoves();

        assertThat(folders.head(INBOX).block().messageCount()).isZero();
        assertThat(folders.head(TRASH).block().messageCount()).isEqualTo(1);
    }

    /** As a move does before it takes the message away. */
    private long leaveCopy(StoredMessage message) {
        return folders.append(
                        TRASH,
                        new NewMessage(
                                message.contentId(),
                                Optional.of(MoveIntent.deliveryId(INBOX, message.uid())),
                                message.flags(),
                                true,
                                NOON,
                                NOON,
                                message.sizeBytes(),
                                message.headerBytes()))
                .block()
                .uid();
    }

    /** Who moved it was told that this failed, and took the copy away again. */
    @Test
    void aMoveThatStoppedShouldNotTakeTheOnlyMessageWhenItsCopyIsGone() {
        StoredMessage message = message(INBOX, append("hello").uid());
        intents.save(intent(message, Duration.ofMinutes(2))).block();
        filing.expunge(TRASH, List.of(leaveCopy(message))).block();

        finishMoves();

        assertThat(message(INBOX, message.uid())).isEqualTo(message);
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveShouldCopyAgainWhenAnEarlierCopyIsGone() {
        StoredMessage message = message(INBOX, append("hello").uid());
        StoredMessage other = message(INBOX, append("other").uid());
        filing.expunge(TRASH, List.of(leaveCopy(message))).block();

        List<MessageFiling.Moved> moved =
                filing.move(INBOX, List.of(other, message), TRASH, NOON).block();

        assertThat(moved).extracting(MessageFiling.Moved::from).containsExactly(other, message);
        assertThat(moved).allMatch(MessageFiling.Moved::hasLeft);
        assertThat(moved).extracting(one -> one.to().uid()).containsExactly(2L, 3L);
        assertThat(message(TRASH, 3).contentId()).isEqualTo(message.contentId());
        assertThat(folders.head(INBOX).block().messageCount()).isZero();
    }

    /** Another has moved and then deleted it. */
    @Test
    void aMoveShouldNotBringBackWhatIsGoneFromBothFolders() {
        StoredMessage message = message(INBOX, append("hello").uid());
        filing.move(INBOX, List.of(message), TRASH, NOON).block();
        filing.expunge(TRASH, List.of(1L)).block();

        List<MessageFiling.Moved> moved =
                filing.move(INBOX, List.of(message), TRASH, NOON).block();

        assertThat(moved).extracting(MessageFiling.Moved::hasLeft).containsExactly(false);
        assertThat(folders.head(TRASH).block().messageCount()).isZero();
    }

    @Test
    void aMoveToTrashThatStoppedShouldLeaveWhatIsNotDeletedAnyMore() {
        StoredMessage kept = message(INBOX, append("kept").uid());
        StoredMessage message = deleted(append("hello").uid());
        intents.save(MoveIntent.of(
                        INBOX, TRASH, List.of(kept.uid(), message.uid()), NOON, true, NOON.minusSeconds(120)))
                .block();

        finishMoves();

        assertThat(message(INBOX, kept.uid())).isEqualTo(kept);
        assertThat(folders.head(INBOX).block().messageCount()).isEqualTo(1);
        assertThat(message(TRASH, 1).contentId()).isEqualTo(message.contentId());
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveThatIsDoneShouldBeForgottenWhenItIsFound() {
        StoredMessage message = message(INBOX, append("hello").uid());
        filing.move(INBOX, List.of(message), TRASH, NOON).block();
        intents.save(intent(message, Duration.ofMinutes(2))).block();

        finishMoves();
        filing.close();

        assertThat(folders.head(TRASH).block().messageCount()).isEqualTo(1);
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveShouldKeepAllFlags() {
        StoredMessage message = deleted(append("hello").uid());

        filing.move(INBOX, List.of(message), TRASH, NOON).block();

        assertThat(message(TRASH, 1).flags()).isEqualTo(message.flags());
    }

    @Test
    void aMoveToTrashShouldTakeDeletedAway() {
        StoredMessage message = deleted(append("hello").uid());

        List<MessageFiling.Moved> moved = filing.moveToTrash(INBOX, List.of(message), TRASH, NOON.plusSeconds(1))
                .block();

        assertThat(moved).extracting(MessageFiling.Moved::hasLeft).containsExactly(true);
        StoredMessage inTrash = message(TRASH, 1);
        assertThat(inTrash.flags()).isEqualTo(FLAGGED);
        assertThat(inTrash.internalDate()).isEqualTo(NOON);
        assertThat(inTrash.saveDate()).isEqualTo(NOON.plusSeconds(1));
        assertThat(folders.head(INBOX).block().messageCount()).isZero();
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void aMoveToTrashThatStoppedShouldTakeDeletedAwayWhenItIsFinished() {
        StoredMessage message = deleted(append("hello").uid());
        intents.save(intent(message, Duration.ofMinutes(2), true)).block();

        finishMoves();

        assertThat(message(TRASH, 1).flags()).isEqualTo(FLAGGED);
    }

    @Test
    void aMoveShouldSayWhichMessagesAnotherHasTakenMeanwhile() {
        StoredMessage first = deleted(append("first").uid());
        StoredMessage second = deleted(append("second").uid());
        filing.moveToTrash(INBOX, List.of(first), TRASH, NOON).block();

        List<MessageFiling.Moved> moved =
                filing.moveToTrash(INBOX, List.of(first, second), TRASH, NOON).block();

        assertThat(moved).extracting(MessageFiling.Moved::hasLeft).containsExactly(false, true);
        assertThat(moved).extracting(one -> one.to().wasThere()).containsExactly(true, false);
        assertThat(folders.head(TRASH).block().messageCount()).isEqualTo(2);
    }

    private StoredMessage deleted(long uid) {
        folders.updateFlags(
                        INBOX,
                        List.of(UidRange.one(uid)),
                        new FlagsUpdate(FlagsUpdate.Mode.ADD, new MessageFlags(Set.of(SystemFlag.DELETED), Set.of())))
                .block();
        return message(INBOX, uid);
    }

    @Test
    void aYoungMoveShouldBeLeftToWhoeverBeganIt() {
        StoredMessage message = message(INBOX, append("hello").uid());
        intents.save(intent(message, Duration.ofSeconds(50))).block();

        assertThat(finishMoves()).isZero();

        assertThat(folders.head(INBOX).block().messageCount()).isEqualTo(1);
    }

    @Test
    void aMoveToAFolderThatIsGoneShouldLeaveTheMessages() {
        StoredMessage message = message(INBOX, append("hello").uid());
        intents.save(intent(message, Duration.ofMinutes(2))).block();
        filing.delete(TRASH).block();

        finishMoves();

        assertThat(folders.head(INBOX).block().messageCount()).isEqualTo(1);
        assertThat(openMoves()).isEmpty();
    }

    @Test
    void expungedMessagesShouldBeGoneWithTheirEnvelopes() {
        IntStream.range(0, 5).forEach(number -> append("message " + number));
        filing.close();

        List<StoredMessage> expunged =
                filing.expunge(INBOX, List.of(4L, 2L, 99L)).block();
        filing.close();

        assertThat(expunged).extracting(StoredMessage::uid).containsExactly(2L, 4L);
        assertThat(subjects(INBOX)).containsExactly("message 0", "message 2", "message 4");
        assertThat(folders.head(INBOX).block().messageCount()).isEqualTo(3);
    }

    @Test
    void deleteShouldRemoveTheFolder() {
        append("hello");

        filing.delete(INBOX).block();
        filing.delete(INBOX).block();
        filing.close();

        assertThatThrownBy(() -> folders.head(INBOX).block()).isInstanceOf(FolderGoneException.class);
        assertThat(subjects(INBOX)).isEmpty();
    }

    @Test
    void aBodyThatCannotBeReadShouldFailTheAppend() {
        MessageSource source = new MessageSource(
                header("hello"),
                () -> {
                    throw new IOException("no such file");
                },
                10);

        assertThatThrownBy(() ->
                        filing.append(INBOX, source, options(Optional.empty())).block())
                .hasMessageContaining("no such file");
        assertThat(folders.head(INBOX).block().messageCount()).isZero();
    }

    private static MoveIntent intent(StoredMessage message, Duration age) {
        return intent(message, age, false);
    }

    private static MoveIntent intent(StoredMessage message, Duration age, boolean undeletes) {
        return MoveIntent.of(INBOX, TRASH, List.of(message.uid()), NOON, undeletes, NOON.minus(age));
    }

    private long finishMoves() {
        return filing.finishMoves(NOON.minus(Duration.ofHours(1))).block();
    }

    private List<MoveIntent> openMoves() {
        return intents.list(Instant.EPOCH, NOON.plusSeconds(60)).collectList().block();
    }

    private Appended append(String subject) {
        return append(subject, Optional.empty());
    }

    private Appended append(String subject, Optional<DeliveryId> delivery) {
        return filing.append(INBOX, source(subject), options(delivery)).block();
    }

    private static MessageFiling.Options options(Optional<DeliveryId> delivery) {
        return new MessageFiling.Options(delivery, FLAGGED, true, NOON, NOON, Optional.empty());
    }

    private static MessageSource source(String subject) {
        return new MessageSource(header(subject), () -> new ByteArrayInputStream(BODY), BODY.length);
    }

    private static byte[] header(String subject) {
        return ("Subject: " + subject + "\r\n\r\n").getBytes(US_ASCII);
    }

    private StoredMessage message(FolderId folder, long uid) {
        return folders.list(folder, UidRange.one(uid)).blockFirst();
    }

    private List<String> subjects(FolderId folder) {
        return envelopes
                .list(folder, new UidRange(1, 10_000))
                .map(found -> found.envelope().subject().get(0))
                .collectList()
                .block();
    }
}
