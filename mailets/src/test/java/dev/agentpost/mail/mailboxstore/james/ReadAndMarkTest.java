package dev.agentpost.mail.mailboxstore.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.base.Throwables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Paragraph "Keys without messages:write" of section 2, where whoever decides about commands has let a write through. */
class ReadAndMarkTest {
    private static final Username ALICE = Username.of("alice@shared.localhost");
    private static final MailboxPath INBOX = MailboxPath.inbox(ALICE);
    private static final MailboxPath PROJECTS = MailboxPath.forUser(ALICE, "Projects");
    private static final MessageRange FIRST = MessageRange.one(MessageUid.of(1));
    private static final MailboxAnnotationKey COMMENT = new MailboxAnnotationKey("/private/comment");

    private final FolderMailboxManager manager =
            TestMailboxes.withTrash(TestStore.inMemory(Clock.systemUTC())).manager();
    private final MailboxSession delivery = manager.createSystemSession(ALICE);
    private final MailboxSession reader = manager.createSystemSession(ALICE);

    private interface Write {
        void with(FolderMailboxManager manager, MailboxSession session) throws Exception;
    }

    @BeforeEach
    void setUp() throws Exception {
        for (MailboxPath path : List.of(INBOX, PROJECTS, MailboxPath.forUser(ALICE, "Trash"))) {
            manager.createMailbox(path, delivery);
        }
        manager.getMailbox(INBOX, delivery).appendMessage(message(), delivery);
        manager.getMailbox(PROJECTS, delivery)
                .appendMessage(
                        AppendCommand.builder()
                                .withFlags(new Flags(Flags.Flag.DELETED))
                                .build("Subject: two\r\n\r\nText.\r\n"),
                        delivery);
        SessionRights.READ_AND_MARK.give(reader);
    }

    private static AppendCommand message() throws Exception {
        return AppendCommand.builder().build("Subject: one\r\n\r\nText.\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    static Stream<Arguments> writes() {
        return Stream.of(
                write("APPEND", (manager, session) -> inbox(manager, session).appendMessage(message(), session)),
                write("COPY", (manager, session) -> manager.copyMessages(FIRST, INBOX, PROJECTS, session)),
                write("MOVE", (manager, session) -> manager.moveMessages(FIRST, INBOX, PROJECTS, session)),
                write("EXPUNGE", (manager, session) -> manager.getMailbox(PROJECTS, session)
                        .expunge(MessageRange.all(), session)),
                write("delete", (manager, session) -> inbox(manager, session)
                        .delete(List.of(MessageUid.of(1)), session)),
                write("STORE +FLAGS \\Deleted", store(Flags.Flag.DELETED, FlagsUpdateMode.ADD)),
                write("STORE -FLAGS \\Draft", store(Flags.Flag.DRAFT, FlagsUpdateMode.REMOVE)),
                write("STORE FLAGS \\Seen", store(Flags.Flag.SEEN, FlagsUpdateMode.REPLACE)),
                write(
                        "CREATE",
                        (manager, session) -> manager.createMailbox(MailboxPath.forUser(ALICE, "New"), session)),
                write("DELETE", (manager, session) -> manager.deleteMailbox(PROJECTS, session)),
                write(
                        "RENAME",
                        (manager, session) ->
                                manager.renameMailbox(PROJECTS, MailboxPath.forUser(ALICE, "New"), session)),
                write(
                        "SETMETADATA",
                        (manager, session) -> manager.updateAnnotations(
                                INBOX, session, List.of(MailboxAnnotation.newInstance(COMMENT, "x")))));
    }

    private static Arguments write(String name, Write write) {
        return Arguments.of(name, write);
    }

    private static Write store(Flags.Flag flag, FlagsUpdateMode mode) {
        return (manager, session) -> inbox(manager, session).setFlags(new Flags(flag), mode, FIRST, session);
    }

    private static MessageManager inbox(FolderMailboxManager manager, MailboxSession session) throws Exception {
        return manager.getMailbox(INBOX, session);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void sessionThatMayReadAndMarkShouldNotWrite(String name, Write write) throws Exception {
        Map<String, Long> before = state();

        Throwable refused = catchThrowable(() -> write.with(manager, reader));

        assertThat(Throwables.getCausalChain(refused)).hasAtLeastOneElementOfType(InsufficientRightsException.class);
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void sessionWithAllRightsShouldWrite(String name, Write write) {
        assertThatCode(() -> write.with(manager, delivery)).doesNotThrowAnyException();
    }

    /** The highest modification sequence of each folder: every change of a folder raises it. */
    private Map<String, Long> state() throws Exception {
        Map<String, Long> highest = new TreeMap<>();
        for (MailboxPath path : manager.list(delivery)) {
            highest.put(path.getName(), highestModSeq(path));
        }
        return highest;
    }

    private long highestModSeq(MailboxPath path) throws Exception {
        return manager.getMailbox(path, delivery)
                .getMetaData(
                        MessageManager.MailboxMetaData.RecentMode.IGNORE,
                        delivery,
                        EnumSet.of(MessageManager.MailboxMetaData.Item.HighestModSeq))
                .getHighestModSeq()
                .asLong();
    }

    @Test
    void sessionThatMayReadAndMarkShouldDoSo() throws Exception {
        MessageManager inbox = inbox(manager, reader);

        for (Flags.Flag flag : List.of(Flags.Flag.SEEN, Flags.Flag.ANSWERED, Flags.Flag.FLAGGED)) {
            inbox.setFlags(new Flags(flag), FlagsUpdateMode.ADD, FIRST, reader);
        }
        inbox.setFlags(new Flags("work"), FlagsUpdateMode.ADD, FIRST, reader);
        inbox.setFlags(new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.REMOVE, FIRST, reader);

        MessageResultIterator messages = inbox.getMessages(FIRST, FetchGroup.FULL_CONTENT, reader);
        assertThat(messages).toIterable().singleElement().satisfies(message -> {
            assertThat(message.getFlags().getSystemFlags())
                    .containsExactlyInAnyOrder(Flags.Flag.SEEN, Flags.Flag.ANSWERED);
            assertThat(message.getFlags().getUserFlags()).containsExactly("work");
            assertThat(message.getFullContent().getInputStream())
                    .asString(StandardCharsets.US_ASCII)
                    .contains("Text.");
        });
        assertThat(manager.getAnnotationsByKeys(INBOX, reader, Set.of(COMMENT))).isEmpty();
    }
}
