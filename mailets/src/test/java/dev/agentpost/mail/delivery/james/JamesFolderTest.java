package dev.agentpost.mail.delivery.james;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.folder.james.JamesInboxMailboxes;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class JamesFolderTest {
    private static final InboxAddress ALICE = new InboxAddress("alice-a1b2c3", "shared.localhost");
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    private static final CopyId RECEIVED = new CopyId(ID, ALICE, SystemFolder.INBOX);
    private static final CopyId SENT = new CopyId(ID, ALICE, SystemFolder.SENT);

    private MailboxManager mailboxes;
    private JamesInboxMailboxes folders;
    private JamesFolder testee;

    @BeforeEach
    void setUp() {
        InMemoryIntegrationResources james = InMemoryIntegrationResources.defaultResources();
        mailboxes = james.getMailboxManager();
        folders = new JamesInboxMailboxes(
                mailboxes,
                new StoreSubscriptionManager(
                        james.getMailboxManager().getMapperFactory(),
                        james.getMailboxManager().getMapperFactory(),
                        james.getEventBus()));
        testee = new JamesFolder(mailboxes, folders);
    }

    @Test
    void appendShouldMakeTheFoldersOfAnInboxThatHasNoneYet() throws Exception {
        testee.append(RECEIVED, message(ID)).block();

        assertThat(messages(SystemFolder.INBOX)).hasSize(1);
        assertThat(messages(SystemFolder.TRASH)).isEmpty();
    }

    @Test
    void appendShouldMarkASentCopyAsSeen() throws Exception {
        testee.append(SENT, message(ID)).block();

        assertThat(messages(SystemFolder.SENT)).singleElement().satisfies(message -> assertThat(
                        message.getFlags().contains(Flags.Flag.SEEN))
                .isTrue());
    }

    @Test
    void appendShouldLeaveAReceivedCopyUnseen() throws Exception {
        testee.append(RECEIVED, message(ID)).block();

        assertThat(messages(SystemFolder.INBOX)).singleElement().satisfies(message -> assertThat(
                        message.getFlags().contains(Flags.Flag.SEEN))
                .isFalse());
    }

    @Test
    void holdsShouldFindACopyThatWasStored() {
        Instant began = Instant.now();
        testee.append(RECEIVED, message(ID)).block();

        assertThat(testee.holds(RECEIVED, began).block()).isTrue();
    }

    @Test
    void holdsShouldNotTakeAnotherMailForTheCopy() {
        Instant began = Instant.now();
        testee.append(RECEIVED, message("01BX5ZZKBKACTAV9WEVGEMMVS0")).block();

        assertThat(testee.holds(RECEIVED, began).block()).isFalse();
    }

    @Test
    void holdsShouldLookBehindManyLaterMessages() {
        Instant began = Instant.now();
        testee.append(RECEIVED, message(ID)).block();
        IntStream.range(0, 250).forEach(later -> testee.append(RECEIVED, message("later-" + later))
                .block());

        assertThat(testee.holds(RECEIVED, began).block()).isTrue();
    }

    @Test
    void holdsShouldNotLookAtWhatIsOlderThanTheFirstAttempt() {
        testee.append(RECEIVED, message(ID)).block();
        IntStream.range(0, 100).forEach(later -> testee.append(RECEIVED, message("later-" + later))
                .block());

        assertThat(testee.holds(RECEIVED, Instant.now().plus(Duration.ofHours(1)))
                        .block())
                .isFalse();
    }

    @Test
    void provisionShouldBeRepeatable() throws Exception {
        folders.provision(ALICE).block();
        folders.provision(ALICE).block();

        assertThat(mailboxes.list(session()))
                .extracting(MailboxPath::getName)
                .containsExactlyInAnyOrder("INBOX", "Sent", "Drafts", "Trash");
    }

    @Test
    void deleteShouldRemoveEverything() throws Exception {
        testee.append(RECEIVED, message(ID)).block();

        folders.delete(ALICE).block();
        folders.delete(ALICE).block();

        assertThat(mailboxes.list(session())).isEmpty();
    }

    private List<MessageResult> messages(SystemFolder folder) throws Exception {
        MailboxSession session = session();
        return Flux.from(mailboxes
                        .getMailbox(MailboxPath.forUser(session.getUser(), folder.folderName()), session)
                        .getMessagesReactive(MessageRange.all(), FetchGroup.MINIMAL, session))
                .collectList()
                .block();
    }

    private MailboxSession session() {
        return mailboxes.createSystemSession(Username.of(ALICE.asString()));
    }

    private static MessageSource message(String id) {
        byte[] bytes = ("Received: from [127.0.0.1] by localhost with ESMTPSA id " + id + ";\r\n"
                        + "\tSat, 21 Nov 2026 12:00:00 +0000\r\nSubject: x\r\n\r\nhello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return new MessageSource(bytes, InputStream::nullInputStream, 0);
    }
}
