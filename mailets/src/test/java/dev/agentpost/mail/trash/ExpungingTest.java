package dev.agentpost.mail.trash;

import static dev.agentpost.mail.trash.InboxWithTrash.ALICE;
import static dev.agentpost.mail.trash.InboxWithTrash.MARKED;
import static dev.agentpost.mail.trash.InboxWithTrash.READ;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import dev.agentpost.mail.folder.ExpungeMode;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.MessageFiling.Moved;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.trash.Expunging.Expunged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The row "Trash" of the table of folders. */
class ExpungingTest {
    private final InboxWithTrash alice = new InboxWithTrash();
    private final Expunging expunging = alice.expunging(ExpungeMode.TRASH);

    @AfterEach
    void close() {
        alice.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INBOX", "Sent", "Projects"})
    void expungedMessageShouldGoToTrash(String name) {
        Folder folder = name.equals("INBOX") ? alice.inbox : alice.folder(ALICE, name);
        StoredMessage kept = alice.append(folder);
        StoredMessage message = alice.append(folder, MARKED);

        List<Expunged> expunged = expunge(folder, message);

        assertThat(expunged).hasSize(1).first().isInstanceOf(Expunged.Trashed.class);
        assertThat(expunged.get(0).left()).extracting(StoredMessage::uid).containsExactly(message.uid());
        assertThat(alice.messages(folder)).containsExactly(kept);
        assertThat(alice.messages(alice.trash))
                .extracting(StoredMessage::contentId)
                .containsExactly(message.contentId());
    }

    @Test
    void messageInTrashShouldKeepAllButDeleted() {
        MessageFlags flags = new MessageFlags(Sets.union(READ.system(), MARKED.system()), READ.keywords());
        StoredMessage message = alice.append(alice.inbox, flags);
        alice.pass(Duration.ofDays(3));

        expunge(alice.inbox, message);

        StoredMessage inTrash = alice.messages(alice.trash).get(0);
        assertThat(inTrash.flags()).isEqualTo(READ);
        assertThat(inTrash.internalDate()).isEqualTo(Instant.EPOCH);
        assertThat(inTrash.saveDate()).isEqualTo(alice.clock.instant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trash", "Drafts"})
    void messageOfTrashOrDraftsShouldBeDeleted(String name) {
        Folder folder = name.equals("Trash") ? alice.trash : alice.folder(ALICE, name);
        StoredMessage message = alice.append(folder, MARKED);

        List<Expunged> expunged = expunge(folder, message);

        assertThat(expunged).containsExactly(new Expunged.Deleted(List.of(message)));
        assertThat(alice.messages(folder)).isEmpty();
        assertThat(alice.messages(alice.trash)).isEmpty();
    }

    @Test
    void expungeShouldDeleteWhenTheOperatorWantsIt() {
        StoredMessage message = alice.append(alice.inbox, MARKED);

        alice.expunging(ExpungeMode.DELETE)
                .expunge(alice.inbox, List.of(message.uid()))
                .blockLast();

        assertThat(alice.messages(alice.inbox)).isEmpty();
        assertThat(alice.messages(alice.trash)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Archive", "Trash"})
    void messageThatWasCopiedElsewhereShouldBeDeleted(String name) {
        Folder other = name.equals("Trash") ? alice.trash : alice.folder(ALICE, name);
        StoredMessage original = alice.append(alice.inbox);
        StoredMessage copy = alice.copy(alice.inbox, original, other);

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.inbox)).isEmpty();
        assertThat(alice.messages(other)).containsExactly(copy);
        assertThat(alice.messages(alice.trash)).hasSize(name.equals("Trash") ? 1 : 0);
    }

    @Test
    void copyWhosePlaceIsNotRecordedShouldBeFound() {
        Folder archive = alice.folder(ALICE, "Archive");
        alice.append(archive);
        StoredMessage original = alice.append(alice.inbox);
        alice.filing.close();
        alice.contents.placesAreLost = true;
        alice.copy(alice.inbox, original, archive);

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).isEmpty();
        assertThat(alice.messages(archive)).hasSize(2);
    }

    @Test
    void copyInTheSameFolderShouldNotCount() {
        StoredMessage original = alice.append(alice.inbox);
        alice.copy(alice.inbox, original, alice.inbox);

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void copyThatWasExpungedShouldNotCount() {
        Folder archive = alice.folder(ALICE, "Archive");
        StoredMessage original = alice.append(alice.inbox);
        StoredMessage copy = alice.copy(alice.inbox, original, archive);
        alice.filing.expunge(archive.id(), List.of(copy.uid())).block();

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void copyThatIsMarkedShouldNotCount() {
        Folder archive = alice.folder(ALICE, "Archive");
        StoredMessage original = alice.append(alice.inbox);
        alice.mark(archive, alice.copy(alice.inbox, original, archive));

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void copyInAFolderThatWasDeletedShouldNotCount() {
        Folder archive = alice.folder(ALICE, "Archive");
        StoredMessage original = alice.append(alice.inbox);
        alice.copy(alice.inbox, original, archive);
        alice.names.releaseName(archive.id()).block();

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void copyInAnotherInboxShouldNotCount() {
        Folder ofBob = alice.folder("bob@example.com", "INBOX");
        StoredMessage original = alice.append(alice.inbox);
        alice.copy(alice.inbox, original, ofBob);

        expunge(alice.inbox, alice.mark(alice.inbox, original));

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void messageThatIsNotMarkedShouldGoToTrashWhereverElseItStands() {
        StoredMessage original = alice.append(alice.inbox);
        alice.copy(alice.inbox, original, alice.folder(ALICE, "Archive"));

        expunge(alice.inbox, original);

        assertThat(alice.messages(alice.trash)).hasSize(1);
    }

    @Test
    void bothCopiesThatAreExpungedAtOnceShouldNotBeLost() {
        Folder archive = alice.folder(ALICE, "Archive");
        for (int round = 0; round < 50; round++) {
            StoredMessage original = alice.append(alice.inbox);
            StoredMessage copy = alice.copy(alice.inbox, original, archive);

            Flux.merge(markAndExpunge(alice.inbox, original), markAndExpunge(archive, copy))
                    .blockLast();

            assertThat(alice.messages(alice.trash))
                    .extracting(StoredMessage::contentId)
                    .contains(original.contentId());
        }
        assertThat(alice.messages(alice.inbox)).isEmpty();
        assertThat(alice.messages(archive)).isEmpty();
    }

    private Flux<Expunged> markAndExpunge(Folder folder, StoredMessage message) {
        return Flux.defer(() -> expunging.expunge(
                        folder, List.of(alice.mark(folder, message).uid())))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Test
    void messageThatTwoSessionsExpungeAtOnceShouldBeInTrashOnce() {
        List<StoredMessage> messages = IntStream.range(0, 20)
                .mapToObj(number -> alice.append(alice.inbox, MARKED))
                .toList();
        List<Long> uids = messages.stream().map(StoredMessage::uid).toList();

        List<Expunged> expunged = Flux.range(0, 4)
                .flatMap(session -> expunging.expunge(alice.inbox, uids).subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();

        assertThat(expunged.stream().flatMap(some -> some.left().stream()).map(StoredMessage::uid))
                .containsExactlyInAnyOrderElementsOf(uids);
        assertThat(alice.messages(alice.trash)).hasSize(20);
    }

    @Test
    void manyMessagesShouldCostALookUpForEachBatch() {
        List<Long> uids = IntStream.range(0, 450)
                .mapToObj(number -> alice.append(alice.inbox, MARKED).uid())
                .toList();
        alice.contents.lookUps = 0;

        List<Expunged> expunged =
                expunging.expunge(alice.inbox, uids).collectList().block();

        assertThat(expunged).hasSize(3);
        assertThat(alice.contents.lookUps).isEqualTo(3);
        assertThat(expunged.stream().flatMap(some -> some.left().stream()).map(StoredMessage::uid))
                .containsExactlyElementsOf(uids);
        assertThat(alice.messages(alice.trash)).hasSize(450);
    }

    @Test
    void messagesOfBothFatesShouldBeToldApart() {
        StoredMessage copied = alice.append(alice.inbox);
        alice.copy(alice.inbox, copied, alice.folder(ALICE, "Archive"));
        alice.mark(alice.inbox, copied);
        StoredMessage alone = alice.append(alice.inbox, MARKED);

        List<Expunged> expunged = expunging
                .expunge(alice.inbox, List.of(copied.uid(), alone.uid(), 99L))
                .collectList()
                .block();

        assertThat(expunged).hasSize(2);
        assertThat(((Expunged.Trashed) expunged.get(0)).moved())
                .extracting(Moved::from)
                .extracting(StoredMessage::contentId)
                .containsExactly(alone.contentId());
        assertThat(expunged.get(1).left()).extracting(StoredMessage::contentId).containsExactly(copied.contentId());
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatAreNotThereShouldBeNothing(ExpungeMode mode) {
        assertThat(alice.expunging(mode)
                        .expunge(alice.inbox, List.of(1L, 2L))
                        .collectList()
                        .block())
                .isEmpty();
    }

    private List<Expunged> expunge(Folder folder, StoredMessage message) {
        return expunging.expunge(folder, List.of(message.uid())).collectList().block();
    }
}
