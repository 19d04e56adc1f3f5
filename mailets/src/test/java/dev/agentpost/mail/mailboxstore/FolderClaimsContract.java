package dev.agentpost.mail.mailboxstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a folder does with messages that it shall hold once: see {@link CopyClaim}. */
public interface FolderClaimsContract {
    Instant SENT_AT = Instant.parse("2026-11-21T12:00:00Z");
    CopyClaim CLAIM = new CopyClaim("sent:1", "");
    CopyClaim CLAIM_WITH_BCC = new CopyClaim("sent:1", "dave");
    DeliveryId FIRST = new DeliveryId("1/Sent");
    DeliveryId SECOND = new DeliveryId("2/Sent");
    MessageFlags FLAGGED = new MessageFlags(Set.of(SystemFlag.FLAGGED), Set.of("work"));

    FolderMessages testee();

    /** Another node on the same store. */
    FolderMessages otherNode();

    static NewMessage submitted(DeliveryId id, CopyClaim claim) {
        return message(Optional.of(id), claim, new MessageFlags(Set.of(SystemFlag.SEEN), Set.of()));
    }

    static NewMessage byClient(CopyClaim claim) {
        return message(Optional.empty(), claim, FLAGGED);
    }

    private static NewMessage message(Optional<DeliveryId> id, CopyClaim claim, MessageFlags flags) {
        return new NewMessage(ContentId.generate(), id, Optional.of(claim), flags, false, SENT_AT, SENT_AT, 1000, 300);
    }

    private FolderId sent() {
        FolderId folder = FolderId.generate();
        testee().create(folder, 1).block();
        return folder;
    }

    private List<Long> uids(FolderId folder) {
        FolderCheck.assertConsistent(testee(), folder);
        return testee().index(folder).block().live().boxed().toList();
    }

    private StoredMessage row(FolderId folder, long uid) {
        return testee().list(folder, UidRange.one(uid)).blockLast();
    }

    @Test
    default void clientShouldFindTheCopyOfADelivery() {
        FolderId folder = sent();
        testee().append(folder, submitted(FIRST, CLAIM)).block();

        assertThat(testee().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(otherNode().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(uids(folder)).containsExactly(1L);
    }

    @Test
    default void claimShouldBeToldAsLongAsItsMessageIsThere() {
        FolderId folder = sent();
        assertThat(testee().claimedBy(folder, CLAIM.name()).blockOptional()).isEmpty();
        testee().append(folder, byClient(CLAIM)).block();

        assertThat(otherNode().claimedBy(folder, CLAIM.name()).blockOptional()).hasValue(1L);
        testee().expunge(folder, List.of(1L)).block();
        assertThat(otherNode().claimedBy(folder, CLAIM.name()).blockOptional()).isEmpty();
    }

    @Test
    default void clientShouldFindItsOwnCopy() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();

        assertThat(otherNode().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(uids(folder)).containsExactly(1L);
    }

    @Test
    default void clientShouldFindTheCopyWhateverItSaysOfBcc() {
        FolderId folder = sent();
        testee().append(folder, submitted(FIRST, CLAIM_WITH_BCC)).block();

        assertThat(testee().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(uids(folder)).containsExactly(1L);
    }

    @Test
    default void deliveryShouldTakeOverTheCopyOfAClient() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();

        Appended taken = otherNode().append(folder, submitted(FIRST, CLAIM)).block();

        assertThat(taken.uid()).isEqualTo(1);
        assertThat(taken.wasThere()).isTrue();
        assertThat(taken.taken().orElseThrow().after()).isEqualTo(row(folder, 1));
        assertThat(row(folder, 1).flags())
                .isEqualTo(new MessageFlags(Set.of(SystemFlag.FLAGGED, SystemFlag.SEEN), Set.of("work")));
        assertThat(uids(folder)).containsExactly(1L);
    }

    @Test
    default void deliveryThatTookACopyOverShouldBeKnown() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();
        testee().append(folder, submitted(FIRST, CLAIM)).block();

        assertThat(otherNode().append(folder, submitted(FIRST, CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        testee().expunge(folder, List.of(1L)).block();
        assertThat(testee().append(folder, submitted(FIRST, CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(uids(folder)).isEmpty();
    }

    @Test
    default void secondDeliveryShouldGetACopyOfItsOwn() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();
        testee().append(folder, submitted(FIRST, CLAIM)).block();

        Appended second = otherNode().append(folder, submitted(SECOND, CLAIM)).block();

        assertThat(second.uid()).isEqualTo(2);
        assertThat(second.wasThere()).isFalse();
        assertThat(testee().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(2, 0, true));
        assertThat(uids(folder)).containsExactly(1L, 2L);
    }

    @Test
    default void deliveryThatNamesOthersAsBccShouldReplaceTheCopyOfAClient() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();
        StoredMessage before = row(folder, 1);

        Appended appended =
                otherNode().append(folder, submitted(FIRST, CLAIM_WITH_BCC)).block();

        assertThat(appended.uid()).isEqualTo(2);
        assertThat(appended.wasThere()).isFalse();
        assertThat(appended.replaced()).contains(before);
        assertThat(row(folder, 2).modSeq()).isEqualTo(appended.modSeq());
        assertThat(row(folder, 2).flags())
                .isEqualTo(new MessageFlags(Set.of(SystemFlag.FLAGGED, SystemFlag.SEEN), Set.of("work")));
        assertThat(uids(folder)).containsExactly(2L);
        assertThat(testee().vanishedSince(folder, 0)
                        .flatMapIterable(Vanished::uids)
                        .collectList()
                        .block())
                .containsExactly(UidRange.one(1));
    }

    @Test
    default void deliveryShouldTakeOverACopyThatNamesTheSameAsBcc() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM_WITH_BCC)).block();

        assertThat(testee().append(folder, submitted(FIRST, CLAIM_WITH_BCC))
                        .block()
                        .uid())
                .isEqualTo(1);
        assertThat(uids(folder)).containsExactly(1L);
    }

    @Test
    default void claimOfAnExpungedMessageShouldNotCount() {
        FolderId folder = sent();
        testee().append(folder, submitted(FIRST, CLAIM)).block();
        testee().expunge(folder, List.of(1L)).block();

        Appended again = otherNode().append(folder, byClient(CLAIM)).block();

        assertThat(again).isEqualTo(new Appended(2, row(folder, 2).modSeq(), false));
        assertThat(testee().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(2, 0, true));
        assertThat(uids(folder)).containsExactly(2L);
    }

    @Test
    default void deliveryShouldStoreItsCopyWhenThatOfTheClientIsExpunged() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();
        otherNode().expunge(folder, List.of(1L)).block();

        assertThat(testee().append(folder, submitted(FIRST, CLAIM)).block().wasThere())
                .isFalse();
        assertThat(uids(folder)).containsExactly(2L);
    }

    @Test
    default void claimShouldCountWhereverItsMessageIs() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();
        testee().appendAll(folder, FolderMessagesContract.messages(2100)).block();

        assertThat(otherNode().append(folder, byClient(CLAIM)).block()).isEqualTo(new Appended(1, 0, true));
        assertThat(testee().append(folder, submitted(FIRST, CLAIM)).block().uid())
                .isEqualTo(1);
    }

    @Test
    default void messagesWithOtherClaimsShouldBeStored() {
        FolderId folder = sent();
        testee().append(folder, byClient(CLAIM)).block();

        Appended other =
                testee().append(folder, byClient(new CopyClaim("sent:2", ""))).block();

        assertThat(other.wasThere()).isFalse();
    }

    @Test
    default void simultaneousCopiesShouldBeOne() {
        FolderId folder = sent();

        List<Appended> appended = Flux.range(0, 60)
                .flatMap(
                        i -> (i % 2 == 0 ? testee() : otherNode())
                                .append(folder, i % 20 == 7 ? submitted(FIRST, CLAIM) : byClient(CLAIM)),
                        60)
                .collectList()
                .block();

        assertThat(appended).extracting(Appended::uid).containsOnly(1L);
        assertThat(appended).filteredOn(one -> !one.wasThere()).hasSize(1);
        assertThat(row(folder, 1).flags().has(SystemFlag.SEEN)).isTrue();
        assertThat(uids(folder)).containsExactly(1L);
    }
}
