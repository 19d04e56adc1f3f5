package dev.agentpost.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.delivery.Arrivals.Arrival;
import dev.agentpost.mail.delivery.Arrivals.Came;
import dev.agentpost.mail.delivery.Arrivals.CameInPlaceOf;
import dev.agentpost.mail.delivery.Arrivals.WasThere;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryEnvelopeStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryMoveIntentStore;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FiledCopiesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final InboxAddress ALICE = new InboxAddress("alice", "shared.localhost");
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final CopyId RECEIVED = new CopyId(ID, ALICE, SystemFolder.INBOX);
    private static final CopyId SENT = new CopyId(ID, ALICE, SystemFolder.SENT);
    private static final byte[] HEADER = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "hello\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final MessageSource MESSAGE =
            new MessageSource(HEADER, () -> new ByteArrayInputStream(BODY), BODY.length);

    private final MemoryInboxStore inboxes = new MemoryInboxStore();
    private final MemoryFolderStore names = new MemoryFolderStore();
    private final FolderMessages messages = new RowFolderMessages(new MemoryFolderRows(), LaneLimits.DEFAULT, CLOCK);
    private final MemoryContentStore contents = new MemoryContentStore(CLOCK);
    private final MessageFiling filing =
            new MessageFiling(messages, contents, new MemoryEnvelopeStore(), new MemoryMoveIntentStore(), CLOCK);
    private final List<Arrival> announced = new ArrayList<>();
    private Optional<RuntimeException> announcing = Optional.empty();
    private final FiledCopies testee = new FiledCopies(
            new InboxFolders(names, inboxes, new Provisioning()),
            filing,
            arrival -> Mono.fromRunnable(() -> {
                announcing.ifPresent(failure -> {
                    throw failure;
                });
                announced.add(arrival);
            }),
            CLOCK);

    private final class Provisioning implements InboxMailboxes {
        @Override
        public Mono<Void> provision(InboxAddress inbox) {
            return Flux.fromArray(SystemFolder.values())
                    .map(folder -> new Folder(FolderId.generate(), inbox.asString(), folder.folderName(), 1))
                    .concatMap(folder -> messages.create(folder.id(), 1).then(names.create(folder)))
                    .then();
        }

        @Override
        public Mono<Void> delete(InboxAddress inbox, Mono<Boolean> isHeld) {
            return names.list(inbox.asString())
                    .concatMap(folder -> names.releaseName(folder.id()).then(filing.delete(folder.id())))
                    .then();
        }
    }

    @BeforeEach
    void createInbox() {
        inboxes.create(Inboxes.of(ALICE)).block();
    }

    private Folder folder(SystemFolder folder) {
        return names.find(ALICE.asString(), folder.folderName()).block();
    }

    private List<StoredMessage> messages(SystemFolder folder) {
        return messages.list(folder(folder).id(), UidRange.ALL).collectList().block();
    }

    private Mono<Outcome> store(CopyId copy) {
        return testee.store(copy, Optional.empty(), MESSAGE);
    }

    private void storeInSent(String bcc) {
        testee.store(SENT, Optional.of(new CopyClaim("sent:1", bcc)), MESSAGE).block();
    }

    /** As a client does. */
    private StoredMessage appendToSent() {
        new Provisioning().provision(ALICE).block();
        MessageFiling.Options options = new MessageFiling.Options(
                Optional.empty(),
                Optional.of(new CopyClaim("sent:1", "")),
                MessageFlags.NONE,
                false,
                CLOCK.instant(),
                CLOCK.instant(),
                Optional.empty());
        filing.append(folder(SystemFolder.SENT).id(), MESSAGE, options).block();
        return messages(SystemFolder.SENT).get(0);
    }

    @Test
    void storeShouldStoreOnceHoweverOftenItIsAskedFor() {
        store(RECEIVED).block();

        assertThat(store(RECEIVED).block()).isEqualTo(Outcome.STORED);

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
    }

    @Test
    void storeShouldTellOfAMessage() {
        store(RECEIVED).block();

        assertThat(announced)
                .containsExactly(new Came(
                        folder(SystemFolder.INBOX), messages(SystemFolder.INBOX).get(0), true));
    }

    /** Whoever stored it may not have heard in time that it had. */
    @Test
    void storeShouldTellOfAMessageThatWasThere() {
        store(RECEIVED).block();
        announced.clear();

        store(RECEIVED).block();

        assertThat(announced)
                .containsExactly(new Came(
                        folder(SystemFolder.INBOX), messages(SystemFolder.INBOX).get(0), true));
    }

    @Test
    void storeShouldNotTellOfAMessageThatIsGone() {
        store(RECEIVED).block();
        filing.expunge(folder(SystemFolder.INBOX).id(), List.of(1L)).block();
        announced.clear();

        assertThat(store(RECEIVED).block()).isEqualTo(Outcome.STORED);

        assertThat(announced).isEmpty();
    }

    @Test
    void storeShouldNotTakeTheCopyInSentForTheOneInTheInbox() {
        store(SENT).block();
        store(RECEIVED).block();

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
        assertThat(messages(SystemFolder.SENT)).hasSize(1);
    }

    @Test
    void copyInSentShouldBeSeen() {
        store(SENT).block();

        assertThat(messages(SystemFolder.SENT)).singleElement().matches(message -> message.flags()
                .has(SystemFlag.SEEN));
    }

    @Test
    void copyOfTheClientShouldBecomeTheSeenOneInSent() {
        StoredMessage before = appendToSent();

        storeInSent("");

        StoredMessage after = messages(SystemFolder.SENT).get(0);
        assertThat(after.flags().has(SystemFlag.SEEN)).isTrue();
        assertThat(announced)
                .containsExactly(new WasThere(folder(SystemFolder.SENT), new FlagsChange(before, after, false)));
    }

    @Test
    void copyOfTheClientWithoutBccShouldGiveWayToTheOneWithBcc() {
        StoredMessage before = appendToSent();

        storeInSent("dave");

        assertThat(messages(SystemFolder.SENT)).singleElement().satisfies(after -> {
            assertThat(after.uid()).isEqualTo(2);
            assertThat(announced).containsExactly(new CameInPlaceOf(folder(SystemFolder.SENT), before, after));
        });
    }

    @Test
    void contentThatGaveWayShouldBeReleased() {
        StoredMessage before = appendToSent();

        storeInSent("dave");
        filing.close();

        assertThat(contents.wasReleased(before.contentId(), LocalDate.now(CLOCK))
                        .block())
                .isTrue();
    }

    @Test
    void storeShouldFindFoldersThatWereMadeAnew() {
        store(RECEIVED).block();
        new Provisioning().delete(ALICE, Mono.just(true)).block();

        store(RECEIVED).block();

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
    }

    @Test
    void storeShouldMakeNoFolderForAnInboxThatWasDeleted() {
        store(RECEIVED).block();
        inboxes.find(ALICE).flatMap(inboxes::delete).block();
        new Provisioning().delete(ALICE, Mono.just(true)).block();

        assertThat(store(RECEIVED).block()).isEqualTo(Outcome.NO_SUCH_INBOX);

        assertThat(names.list(ALICE.asString()).collectList().block()).isEmpty();
    }

    @Test
    void storeShouldSucceedWhenNobodyCanBeTold() {
        announcing = Optional.of(new IllegalStateException("a listener failed"));

        assertThat(store(RECEIVED).block()).isEqualTo(Outcome.STORED);
    }

    @Test
    void storeShouldFailWhenTheMessageCannotBeRead() {
        MessageSource unreadable = new MessageSource(
                HEADER,
                () -> {
                    throw new IOException("disk gone");
                },
                BODY.length);

        assertThatThrownBy(() ->
                        testee.store(RECEIVED, Optional.empty(), unreadable).block())
                .hasStackTraceContaining("disk gone");
        assertThat(messages(SystemFolder.INBOX)).isEmpty();
    }
}
