package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailboxstore.FlagsUpdate.Mode;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What each implementation of {@link FolderMessages} must do, on one node and on two. */
public interface FolderMessagesContract extends FolderClaimsContract {
    FolderId MISSING = FolderId.of("00000000-0000-4000-8000-000000000000");
    long UID_VALIDITY = 42;
    Instant RECEIVED = Instant.parse("2026-11-21T12:00:00Z");
    Instant SAVED = Instant.parse("2026-11-21T12:00:01Z");
    int SIZE = 1000;
    MessageFlags SEEN = flags(SystemFlag.SEEN);
    DeliveryId DELIVERY = new DeliveryId("01ARZ3NDEKTSV4RRFFQ69G5FAV/alice");

    static MessageFlags flags(SystemFlag... flags) {
        return new MessageFlags(Set.of(flags), Set.of());
    }

    static NewMessage message(MessageFlags flags) {
        return new NewMessage(ContentId.generate(), Optional.empty(), flags, true, RECEIVED, SAVED, SIZE, 300);
    }

    static NewMessage message() {
        return message(MessageFlags.NONE);
    }

    static NewMessage message(DeliveryId id) {
        return new NewMessage(
                ContentId.generate(), Optional.of(id), MessageFlags.NONE, true, RECEIVED, SAVED, SIZE, 300);
    }

    static List<NewMessage> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> message()).toList();
    }

    private FolderId folder() {
        FolderId folder = FolderId.generate();
        testee().create(folder, UID_VALIDITY).block();
        return folder;
    }

    private FolderId folderWith(int count) {
        FolderId folder = folder();
        testee().appendAll(folder, messages(count)).block();
        return folder;
    }

    private List<Long> liveUids(FolderId folder) {
        return testee().index(folder).block().live().boxed().toList();
    }

    private List<Long> listedUids(FolderId folder) {
        return listedUids(folder, UidRange.ALL);
    }

    private List<Long> listedUids(FolderId folder, UidRange range) {
        return testee().list(folder, range)
                .map(StoredMessage::uid)
                .collectList()
                .block();
    }

    private static List<Long> uids(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static FlagsUpdate add(SystemFlag flag) {
        return new FlagsUpdate(Mode.ADD, flags(flag));
    }

    private static UidRange all() {
        return UidRange.ALL;
    }

    // --- create, head, delete

    @Test
    default void newFolderShouldBeEmpty() {
        FolderId folder = folder();

        FolderHead head = testee().head(folder).block();

        assertThat(head).isEqualTo(new FolderHead(head.version(), UID_VALIDITY, 0, 1, 0, 0, 0, Set.of()));
        assertThat(liveUids(folder)).isEmpty();
        assertThat(listedUids(folder)).isEmpty();
    }

    @Test
    default void createShouldChangeNothingWhenTheFolderIsThere() {
        FolderId folder = folderWith(2);

        FolderHead head = otherNode().create(folder, 7).block();

        assertThat(head.uidValidity()).isEqualTo(UID_VALIDITY);
        assertThat(head.messageCount()).isEqualTo(2);
    }

    @Test
    default void missingFolderShouldBeGoneForEverybody() {
        Stream.<Mono<?>>of(
                        testee().head(MISSING),
                        testee().index(MISSING),
                        testee().list(MISSING, all()).then(),
                        testee().list(MISSING, UidRange.one(1)).then(),
                        testee().append(MISSING, message()),
                        testee().appendAll(MISSING, List.of()),
                        testee().updateFlags(MISSING, List.of(all()), add(SystemFlag.SEEN)),
                        testee().updateFlags(MISSING, List.of(UidRange.one(1)), add(SystemFlag.SEEN)),
                        testee().expunge(MISSING, List.of(1L)),
                        testee().vanishedSince(MISSING, 0).then(),
                        testee().resetRecent(MISSING))
                .forEach(access -> assertThatThrownBy(access::block).isInstanceOf(FolderGoneException.class));
    }

    @Test
    default void deleteShouldLeaveNothing() {
        FolderId folder = folderWith(3);

        testee().delete(folder).block();

        assertThatThrownBy(() -> testee().head(folder).block()).isInstanceOf(FolderGoneException.class);
        assertThatThrownBy(() -> testee().append(folder, message()).block()).isInstanceOf(FolderGoneException.class);
        assertThatThrownBy(() -> listedUids(folder)).isInstanceOf(FolderGoneException.class);
    }

    @Test
    default void deleteShouldBeIdempotent() {
        FolderId folder = folderWith(1);

        testee().delete(folder).block();
        testee().delete(folder).block();
        otherNode().delete(folder).block();
        testee().delete(MISSING).block();
    }

    @Test
    default void folderDeletedByAnotherNodeShouldBeGone() {
        FolderId folder = folderWith(1);

        otherNode().delete(folder).block();

        assertThatThrownBy(() -> testee().append(folder, message()).block()).isInstanceOf(FolderGoneException.class);
    }

    // --- append

    @Test
    default void appendShouldStoreAllOfAMessage() {
        FolderId folder = folder();
        MessageFlags flags = new MessageFlags(Set.of(SystemFlag.FLAGGED, SystemFlag.DRAFT), Set.of("$Forwarded", "ä"));
        NewMessage message = message(flags);

        Appended appended = testee().append(folder, message).block();

        assertThat(appended).isEqualTo(new Appended(1, 2, false));
        assertThat(testee().list(folder, UidRange.one(1)).collectList().block())
                .containsExactly(new StoredMessage(1, 2, message.contentId(), flags, RECEIVED, SAVED, SIZE, 300));
    }

    @Test
    default void appendShouldCountInTheHead() {
        FolderId folder = folder();

        testee().append(folder, message(SEEN)).block();
        testee().append(folder, message(new MessageFlags(Set.of(), Set.of("todo"))))
                .block();

        FolderHead head = testee().head(folder).block();
        assertThat(head).isEqualTo(new FolderHead(head.version(), UID_VALIDITY, 2, 3, 2, 1, 2 * SIZE, Set.of("todo")));
    }

    @Test
    default void indexShouldTellFlagsOfMessages() {
        FolderId folder = folder();
        testee().append(folder, message(SEEN)).block();
        testee().append(folder, message(flags(SystemFlag.DELETED))).block();

        UidIndex index = testee().index(folder).block();

        assertThat(index.live()).containsExactly(1L, 2L);
        assertThat(index.unseen()).containsExactly(2L);
        assertThat(index.with(SystemFlag.DELETED)).containsExactly(2L);
        assertThat(index.recent()).containsExactly(1L, 2L);
        assertThat(index.isLive(2)).isTrue();
        assertThat(index.isLive(3)).isFalse();
        assertThat(index.has(1, SystemFlag.SEEN)).isTrue();
        assertThat(index.isRecent(1)).isTrue();
    }

    @Test
    default void appendAllShouldKeepTheOrder() {
        FolderId folder = folder();
        List<NewMessage> messages = messages(700);

        List<Appended> appended = testee().appendAll(folder, messages).block();

        assertThat(appended).extracting(Appended::uid).isEqualTo(uids(1, 700));
        assertThat(appended).extracting(Appended::modSeq).isEqualTo(uids(2, 701));
        assertThat(testee().list(folder, all()).collectList().block())
                .extracting(StoredMessage::contentId)
                .containsExactlyElementsOf(
                        messages.stream().map(NewMessage::contentId).toList());
    }

    @Test
    default void appendsAtTheSameTimeShouldEachGetAUid() {
        FolderId folder = folder();

        List<Appended> appended = Flux.fromIterable(messages(300))
                .flatMap(message -> (message.hashCode() % 2 == 0 ? testee() : otherNode()).append(folder, message), 50)
                .collectList()
                .block();

        assertThat(appended).extracting(Appended::uid).containsExactlyInAnyOrderElementsOf(uids(1, 300));
        assertThat(liveUids(folder)).isEqualTo(uids(1, 300));
        assertThat(testee().head(folder).block().messageCount()).isEqualTo(300);
    }

    @Test
    default void keywordsShouldAddUpInTheHead() {
        FolderId folder = folder();

        testee().append(folder, message(new MessageFlags(Set.of(), Set.of("a"))))
                .block();
        testee().append(folder, message(new MessageFlags(Set.of(), Set.of("b"))))
                .block();
        testee().expunge(folder, List.of(1L)).block();

        assertThat(testee().head(folder).block().keywords()).containsExactlyInAnyOrder("a", "b");
    }

    // --- delivery ids

    @Test
    default void deliveryShouldBeStoredOnce() {
        FolderId folder = folderWith(1);

        Appended first = testee().append(folder, message(DELIVERY)).block();
        Appended again = testee().append(folder, message(DELIVERY)).block();
        Appended elsewhere = otherNode().append(folder, message(DELIVERY)).block();

        assertThat(first).isEqualTo(new Appended(2, 3, false));
        assertThat(again).isEqualTo(new Appended(2, 0, true));
        assertThat(elsewhere).isEqualTo(new Appended(2, 0, true));
        assertThat(liveUids(folder)).containsExactly(1L, 2L);
    }

    @Test
    default void deliveryShouldBeStoredOnceWhenAskedForAtTheSameTime() {
        FolderId folder = folder();

        List<Appended> appended = Flux.range(0, 40)
                .flatMap(i -> (i % 2 == 0 ? testee() : otherNode()).append(folder, message(DELIVERY)), 40)
                .collectList()
                .block();

        assertThat(appended).extracting(Appended::uid).containsOnly(1L);
        assertThat(appended).filteredOn(one -> !one.wasThere()).hasSize(1);
        assertThat(liveUids(folder)).containsExactly(1L);
    }

    @Test
    default void knownDeliveriesShouldNotKeepOthersFromBeingStored() {
        FolderId folder = folder();
        testee().append(folder, message(DELIVERY)).block();

        List<Appended> appended = otherNode()
                .appendAll(
                        folder, List.of(message(), message(DELIVERY), message(new DeliveryId("x")), message(DELIVERY)))
                .block();

        assertThat(appended)
                .containsExactly(
                        new Appended(2, 3, false),
                        new Appended(1, 0, true),
                        new Appended(3, 4, false),
                        new Appended(1, 0, true));
    }

    @Test
    default void deliveryOfAnExpungedMessageShouldStayKnown() {
        FolderId folder = folder();
        testee().append(folder, message(DELIVERY)).block();
        testee().expunge(folder, List.of(1L)).block();

        assertThat(testee().append(folder, message(DELIVERY)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(liveUids(folder)).isEmpty();
    }

    @Test
    default void deliveryShouldBeOfOneFolder() {
        FolderId folder = folder();
        FolderId other = folder();
        testee().append(folder, message(DELIVERY)).block();

        assertThat(testee().append(other, message(DELIVERY)).block().wasThere()).isFalse();
    }

    // --- list

    @Test
    default void listShouldGiveTheMessagesOfARange() {
        FolderId folder = folderWith(20);

        assertThat(listedUids(folder, new UidRange(5, 8))).containsExactly(5L, 6L, 7L, 8L);
        assertThat(listedUids(folder, new UidRange(19, 100_000))).containsExactly(19L, 20L);
        assertThat(listedUids(folder, new UidRange(21, 30))).isEmpty();
    }

    @Test
    default void listShouldGiveWhatIsLeftOfAFolderWithHoles() {
        FolderId folder = folderWith(2500);
        List<Long> left = Stream.of(uids(3, 3), uids(500, 502), uids(1020, 1030), uids(1500, 1900), uids(2499, 2499))
                .flatMap(List::stream)
                .toList();

        testee().expunge(
                        folder,
                        uids(1, 2500).stream()
                                .filter(uid -> !left.contains(uid))
                                .toList())
                .block();

        assertThat(listedUids(folder)).isEqualTo(left);
        assertThat(liveUids(folder)).isEqualTo(left);
        assertThat(testee().head(folder).block().messageCount()).isEqualTo(left.size());
    }

    // --- flags

    @Test
    default void updateFlagsShouldTellOldFromNew() {
        FolderId folder = folderWith(2);

        List<FlagsChange> changes = testee().updateFlags(folder, List.of(UidRange.one(2)), add(SystemFlag.SEEN))
                .block();

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.before().flags()).isEqualTo(MessageFlags.NONE);
            assertThat(change.after().flags()).isEqualTo(SEEN);
            assertThat(change.after().modSeq()).isEqualTo(4);
            assertThat(change.recent()).isTrue();
            assertThat(testee().list(folder, UidRange.one(2)).blockLast()).isEqualTo(change.after());
        });
        assertThat(testee().head(folder).block())
                .satisfies(head -> assertThat(head.unseenCount()).isEqualTo(1))
                .satisfies(head -> assertThat(head.highestModSeq()).isEqualTo(4));
        assertThat(testee().index(folder).block().unseen()).containsExactly(1L);
    }

    @Test
    default void updateFlagsShouldNotMoveWhatStaysTheSame() {
        FolderId folder = folder();
        testee().append(folder, message(SEEN)).block();
        FolderHead before = testee().head(folder).block();

        List<FlagsChange> changes = testee().updateFlags(folder, List.of(all()), add(SystemFlag.SEEN))
                .block();

        assertThat(changes).singleElement().satisfies(change -> assertThat(change.after())
                .isEqualTo(change.before()));
        assertThat(testee().head(folder).block()).isEqualTo(before);
    }

    @Test
    default void updateFlagsShouldSeeWhatAnotherNodeDid() {
        FolderId folder = folderWith(1);
        otherNode().append(folder, message(SEEN)).block();

        List<FlagsChange> changes = testee().updateFlags(folder, List.of(UidRange.one(2)), add(SystemFlag.SEEN))
                .block();

        assertThat(changes).hasSize(1);
    }

    @Test
    default void updateFlagsShouldReplaceKeywords() {
        FolderId folder = folder();
        testee().append(folder, message(new MessageFlags(Set.of(SystemFlag.SEEN), Set.of("a", "b"))))
                .block();

        testee().updateFlags(
                        folder,
                        List.of(all()),
                        new FlagsUpdate(Mode.REMOVE, new MessageFlags(Set.of(), Set.of("a", "b"))))
                .block();

        assertThat(testee().list(folder, all()).blockLast().flags()).isEqualTo(SEEN);
    }

    @Test
    default void updateFlagsOfAWholeFolderShouldGiveEachMessageItsOwnModSeq() {
        FolderId folder = folderWith(1500);

        List<FlagsChange> changes = testee().updateFlags(
                        folder,
                        List.of(all()),
                        new FlagsUpdate(Mode.ADD, new MessageFlags(Set.of(SystemFlag.SEEN), Set.of("done"))))
                .block();

        assertThat(changes).extracting(change -> change.after().uid()).isEqualTo(uids(1, 1500));
        assertThat(changes).extracting(change -> change.after().modSeq()).isEqualTo(uids(1502, 3001));
        assertThat(testee().head(folder).block().unseenCount()).isZero();
        assertThat(testee().list(folder, all()).collectList().block())
                .isEqualTo(changes.stream().map(FlagsChange::after).toList());
    }

    @Test
    default void updateFlagsShouldLeaveOutMissingMessages() {
        FolderId folder = folderWith(2);

        assertThat(testee().updateFlags(folder, List.of(new UidRange(2, 9)), add(SystemFlag.SEEN))
                        .block())
                .extracting(change -> change.after().uid())
                .containsExactly(2L);
        assertThat(testee().updateFlags(folder, List.of(), add(SystemFlag.SEEN)).block())
                .isEmpty();
    }

    @Test
    default void conditionalUpdateShouldLeaveAloneWhatHasChangedSince() {
        FolderId folder = folderWith(2);
        long before = testee().head(folder).block().highestModSeq();
        otherNode()
                .updateFlags(folder, List.of(UidRange.one(2)), add(SystemFlag.FLAGGED))
                .block();

        List<FlagsChange> changes = testee().updateFlags(
                        folder, List.of(all()), add(SystemFlag.SEEN).ifUnchangedSince(before))
                .block();

        assertThat(changes).extracting(FlagsChange::refused).containsExactly(false, true);
        assertThat(testee().list(folder, all())
                        .map(StoredMessage::flags)
                        .collectList()
                        .block())
                .containsExactly(SEEN, new MessageFlags(Set.of(SystemFlag.FLAGGED), Set.of()));
    }

    // --- expunge

    @Test
    default void expungeShouldGiveTheMessagesThatWereThere() {
        FolderId folder = folderWith(3);
        List<StoredMessage> before = testee().list(folder, all()).collectList().block();

        List<StoredMessage> expunged =
                testee().expunge(folder, List.of(3L, 1L, 17L)).block();

        assertThat(expunged).containsExactly(before.get(0), before.get(2));
        assertThat(listedUids(folder)).containsExactly(2L);
        assertThat(testee().head(folder).block())
                .isEqualTo(new FolderHead(3, UID_VALIDITY, 3, 5, 1, 1, SIZE, Set.of()));
    }

    @Test
    default void expungeShouldGiveAMessageOnce() {
        FolderId folder = folderWith(100);

        List<StoredMessage> expunged = Flux.range(0, 20)
                .flatMap(i -> (i % 2 == 0 ? testee() : otherNode()).expunge(folder, uids(1, 100)), 20)
                .flatMapIterable(some -> some)
                .collectList()
                .block();

        assertThat(expunged).extracting(StoredMessage::uid).containsExactlyInAnyOrderElementsOf(uids(1, 100));
        assertThat(testee().head(folder).block().messageCount()).isZero();
    }

    @Test
    default void uidsShouldNotBeGivenAgain() {
        FolderId folder = folderWith(3);
        testee().expunge(folder, uids(1, 3)).block();

        assertThat(otherNode().append(folder, message()).block().uid()).isEqualTo(4);
    }

    @Test
    default void expungeShouldBeRemembered() {
        FolderId folder = folderWith(10);
        testee().expunge(folder, List.of(1L, 2L, 3L, 7L)).block();
        testee().expunge(folder, List.of(9L)).block();

        assertThat(testee().vanishedSince(folder, 0).collectList().block())
                .containsExactly(
                        new Vanished(12, List.of(new UidRange(1, 3), UidRange.one(7))),
                        new Vanished(13, List.of(UidRange.one(9))));
        assertThat(testee().vanishedSince(folder, 12).collectList().block())
                .containsExactly(new Vanished(13, List.of(UidRange.one(9))));
        assertThat(testee().vanishedSince(folder, 13).collectList().block()).isEmpty();
        assertThat(testee().expungedSince(folder, 12).block()).hasValue(List.of(UidRange.one(9)));
        assertThat(testee().expungedSince(folder, 13).block()).hasValue(List.of());
        assertThat(testee().expungedSince(folder, 11).block()).isEmpty();
    }

    @Test
    default void expungeOfNothingShouldNotMoveTheFolder() {
        FolderId folder = folderWith(1);
        FolderHead before = testee().head(folder).block();

        assertThat(testee().expunge(folder, List.of(5L)).block()).isEmpty();
        assertThat(testee().expunge(folder, List.of()).block()).isEmpty();
        assertThat(testee().head(folder).block()).isEqualTo(before);
    }

    // --- recent

    @Test
    default void resetRecentShouldTellOnceWhichWereRecent() {
        FolderId folder = folderWith(1100);
        long modSeq = testee().head(folder).block().highestModSeq();

        List<Long> first = testee().resetRecent(folder).block();
        List<Long> second = otherNode().resetRecent(folder).block();

        assertThat(first).isEqualTo(uids(1, 1100));
        assertThat(second).isEmpty();
        assertThat(testee().index(folder).block().recent()).isEmpty();
        assertThat(testee().head(folder).block().highestModSeq()).isEqualTo(modSeq);
    }

    @Test
    default void resetRecentShouldGiveEachMessageToOneSession() {
        FolderId folder = folderWith(100);

        List<Long> recent = Flux.range(0, 10)
                .flatMap(i -> (i % 2 == 0 ? testee() : otherNode()).resetRecent(folder), 10)
                .collect(ArrayList<Long>::new, ArrayList::addAll)
                .block();

        Collections.sort(recent);
        assertThat(recent).isEqualTo(uids(1, 100));
    }
}
