package dev.agentpost.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.delivery.Arrivals.Arrival;
import dev.agentpost.mail.delivery.MailCopies.Outcome;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
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
    private final MessageFiling filing = new MessageFiling(
            messages, new MemoryContentStore(CLOCK), new MemoryEnvelopeStore(), new MemoryMoveIntentStore(), CLOCK);
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
        public Mono<Void> delete(InboxAddress inbox) {
            return names.list(inbox.asString())
                    .concatMap(folder -> names.releaseName(folder.id()).then(filing.delete(folder.id())))
                    .then();
        }
    }

    @BeforeEach
    void createInbox() {
        inboxes.create(Inboxes.of(ALICE)).block();
    }

    private List<StoredMessage> messages(SystemFolder folder) {
        return names.find(ALICE.asString(), folder.folderName())
                .flatMapMany(found -> messages.list(found.id(), UidRange.ALL))
                .collectList()
                .block();
    }

    @Test
    void storeShouldStoreOnceHoweverOftenItIsAskedFor() {
        testee.store(RECEIVED, MESSAGE).block();

        assertThat(testee.store(RECEIVED, MESSAGE).block()).isEqualTo(Outcome.STORED);

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
    }

    @Test
    void storeShouldTellOfAMessageOnce() {
        testee.store(RECEIVED, MESSAGE).block();
        testee.store(RECEIVED, MESSAGE).block();

        assertThat(announced).singleElement().satisfies(arrival -> {
            assertThat(arrival.received()).isTrue();
            assertThat(arrival.message()).isEqualTo(messages(SystemFolder.INBOX).get(0));
        });
    }

    @Test
    void storeShouldNotTakeTheCopyInSentForTheOneInTheInbox() {
        testee.store(SENT, MESSAGE).block();
        testee.store(RECEIVED, MESSAGE).block();

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
        assertThat(messages(SystemFolder.SENT)).hasSize(1);
    }

    @Test
    void copyInSentShouldBeSeen() {
        testee.store(SENT, MESSAGE).block();

        assertThat(messages(SystemFolder.SENT)).singleElement().matches(message -> message.flags()
                .has(SystemFlag.SEEN));
    }

    @Test
    void storeShouldFindFoldersThatWereMadeAnew() {
        testee.store(RECEIVED, MESSAGE).block();
        new Provisioning().delete(ALICE).block();

        testee.store(RECEIVED, MESSAGE).block();

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
    }

    @Test
    void storeShouldMakeNoFolderForAnInboxThatWasDeleted() {
        testee.store(RECEIVED, MESSAGE).block();
        inboxes.delete(ALICE).block();
        new Provisioning().delete(ALICE).block();

        assertThat(testee.store(RECEIVED, MESSAGE).block()).isEqualTo(Outcome.NO_SUCH_INBOX);

        assertThat(names.list(ALICE.asString()).collectList().block()).isEmpty();
    }

    @Test
    void storeShouldSucceedWhenNobodyCanBeTold() {
        announcing = Optional.of(new IllegalStateException("a listener failed"));

        assertThat(testee.store(RECEIVED, MESSAGE).block()).isEqualTo(Outcome.STORED);
    }

    @Test
    void storeShouldFailWhenTheMessageCannotBeRead() {
        MessageSource unreadable = new MessageSource(
                HEADER,
                () -> {
                    throw new IOException("disk gone");
                },
                BODY.length);

        assertThatThrownBy(() -> testee.store(RECEIVED, unreadable).block()).hasStackTraceContaining("disk gone");
        assertThat(messages(SystemFolder.INBOX)).isEmpty();
    }
}
