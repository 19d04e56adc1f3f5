package dev.agentpost.mail.mailaccess.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where commands meet the borders of a mailbox, or each other. */
class ImapEdgesTest {
    private static final String MESSAGE = "Subject: one\r\n\r\nText.\r\n";

    @TempDir
    static Path folder;

    private TestImapServer server;
    private ImapClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        client = server.login(server.accounts.aliceKey);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private void deliver(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            server.deliver(ALICE, "INBOX", MESSAGE);
        }
    }

    /** RFC 3501 section 6.4.8: a UID that does not exist is no mistake. Stock James answers BAD. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UID FETCH 1:* (FLAGS)",
                "UID FETCH 5:1 (UID)",
                "UID FETCH * (ENVELOPE)",
                "UID FETCH 1:4294967295 (BODY[])",
                "UID STORE 1:* +FLAGS (\\Seen)",
                "UID COPY 1:* Trash",
                "UID MOVE 1:* Trash",
                "UID EXPUNGE 1:*",
                "EXPUNGE"
            })
    void uidCommandShouldBeNoMistakeInAnEmptyMailbox(String command) throws IOException {
        client.command("SELECT Drafts");

        assertThat(client.command(command)).singleElement().asString().startsWith("OK");
    }

    @Test
    void uidSearchShouldFindNothingInAnEmptyMailbox() throws IOException {
        client.command("SELECT Drafts");

        assertThat(client.command("UID SEARCH UID 1:*")).first().isEqualTo("* SEARCH");
    }

    /** Section 9, "seq-number": not in an empty mailbox, nor is * there. */
    @ParameterizedTest
    @ValueSource(strings = {"FETCH 1:* (FLAGS)", "FETCH * (FLAGS)", "STORE 1 +FLAGS (a)", "COPY 1:* Trash"})
    void numberThatIsNotThereShouldBeBad(String command) throws IOException {
        client.command("SELECT Drafts");

        assertThat(client.status(command)).startsWith("BAD");
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    /** Section 9, "seq-range": the order of the two does not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"FETCH 3:2 (UID)", "FETCH *:2 (UID)", "UID FETCH 3:2 (UID)", "UID FETCH *:2 (UID)"})
    void rangeShouldBeReversible(String command) throws Exception {
        deliver(3);
        client.command("SELECT INBOX");

        assertThat(client.command(command)).startsWith("* 2 FETCH (UID 2)", "* 3 FETCH (UID 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "#news", "#news.comp", "#user.bob", "#private.Nowhere", "\"#shared.x\"", "#%"})
    void nameOfAnotherNamespaceShouldBeRefused(String name) throws IOException {
        for (String command : new String[] {"SELECT", "EXAMINE"}) {
            assertThat(client.status(command + " " + name))
                    .matches("(NO|BAD) .*")
                    .doesNotContain("UNAVAILABLE");
            assertThat(client.status("NOOP")).startsWith("OK");
        }
    }

    /** Section 5.2: what a command itself brings into the selected mailbox is told with it. */
    @Nested
    class Arrival {
        @BeforeEach
        void select() throws Exception {
            deliver(2);
            client.command("SELECT INBOX");
        }

        @ParameterizedTest
        @CsvSource({"COPY 1 INBOX,* 3 EXISTS", "UID COPY 1:2 INBOX,* 4 EXISTS"})
        void copyIntoTheSelectedMailboxShouldBeTold(String command, String exists) throws IOException {
            assertThat(client.command(command)).contains(exists);
            assertThat(client.command("FETCH * (UID)").get(0)).startsWith(exists.replace("EXISTS", "FETCH"));
        }

        @Test
        void moveIntoTheSelectedMailboxShouldBeTold() throws IOException {
            assertThat(client.command("MOVE 1 INBOX")).contains("* 3 EXISTS", "* 1 EXPUNGE");
            assertThat(client.command("FETCH 1:* (UID)")).startsWith("* 1 FETCH (UID 2)", "* 2 FETCH (UID 3)");
        }

        @Test
        void appendToTheSelectedMailboxShouldBeTold() throws IOException {
            String tag = client.start("APPEND INBOX {" + MESSAGE.length() + "+}\r\n" + MESSAGE);

            assertThat(client.finish(tag)).contains("* 3 EXISTS");
            assertThat(client.command("FETCH 3 (UID)").get(0)).isEqualTo("* 3 FETCH (UID 3)");
        }
    }

    /** Stock James keeps a mailbox on the event bus that was left by UNSELECT or CLOSE. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNSELECT",
                "CLOSE",
                "SELECT Nowhere",
                "LOGOUT",
                "EXAMINE INBOX|UNSELECT",
                "SELECT INBOX|CLOSE",
                "CREATE Mine|SELECT Mine|DELETE Mine"
            })
    void leavingAMailboxShouldLeaveTheEventBus(String commands) throws IOException {
        client.command("SELECT INBOX");
        assertThat(server.registrations()).isEqualTo(1);

        for (String command : commands.split("\\|")) {
            client.command(command);
        }

        await().untilAsserted(() -> assertThat(server.registrations()).isZero());
    }

    @Test
    void selectedMailboxShouldBeOnTheEventBusOnce() throws IOException {
        for (String command : List.of("SELECT INBOX", "SELECT INBOX", "EXAMINE INBOX", "SELECT Trash")) {
            client.command(command);

            await().untilAsserted(() -> assertThat(server.registrations()).isEqualTo(1));
        }
        client.close();

        await().untilAsserted(() -> assertThat(server.registrations()).isZero());
    }

    /** Stock James answers NO to the one that finds the messages gone. */
    @RepeatedTest(5)
    void expungeOfTwoSessionsAtOnceShouldSucceedForBoth() throws Exception {
        deliver(20);
        try (ImapClient other = server.login(server.accounts.aliceKey)) {
            client.command("SELECT INBOX");
            other.command("SELECT INBOX");
            client.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");

            String mine = client.start("EXPUNGE");
            String theirs = other.start("EXPUNGE");

            assertThat(client.finish(mine)).last().asString().startsWith("OK");
            assertThat(other.finish(theirs)).last().asString().startsWith("OK");
            await().untilAsserted(() -> {
                client.command("NOOP");
                other.command("NOOP");
                assertThat(client.command("UID SEARCH ALL").get(0)).isEqualTo("* SEARCH");
                assertThat(other.command("UID SEARCH ALL").get(0)).isEqualTo("* SEARCH");
            });
            client.command("SELECT Trash");
            assertThat(client.command("SEARCH ALL").get(0).split(" ")).hasSize(22);
        }
    }

    /** JAMES-4041: stock James counts through the range. */
    @ParameterizedTest
    @CsvSource({"UID COPY,600", "UID MOVE,0"})
    void hugeRangeShouldConcernTheMessagesThatAreThere(String command, int left) throws Exception {
        deliver(600);
        client.command("SELECT INBOX");

        assertThat(client.status(command + " 1:4294967295 Trash")).startsWith("OK");

        assertThat(client.command("STATUS Trash (MESSAGES)").get(0)).contains("MESSAGES 600");
        assertThat(client.command("STATUS INBOX (MESSAGES)").get(0)).contains("MESSAGES " + left);
    }

    /** The loser used to hear that the server is not available. */
    @RepeatedTest(10)
    void folderShouldBeCreatedByOneOfTwo() throws IOException {
        try (ImapClient other = server.login(server.accounts.aliceKey)) {
            String mine = client.start("CREATE Projects");
            String theirs = other.start("CREATE Projects");
            List<String> answers = new ArrayList<>(client.finish(mine));
            answers.addAll(other.finish(theirs));

            assertThat(answers)
                    .satisfiesExactlyInAnyOrder(won -> assertThat(won).startsWith("OK"), lost -> assertThat(lost)
                            .startsWith("NO [ALREADYEXISTS]"));
        }
    }

    /** Row "Sent", and row "over the storage quota": a copy that is there takes no space. */
    @Test
    void copyOfWhatIsInSentShouldBeFoundInAFullInbox() throws Exception {
        String sent = "Message-ID: <1@x>\r\nFrom: a@x\r\nTo: b@x\r\nSubject: s\r\n\r\nText.\r\n";
        try (TestImapServer full = TestImapServer.start(folder, MemoryMailboxes.withSentOnce(sent.length() + 10));
                ImapClient sender = full.login(full.accounts.aliceKey)) {
            assertThat(sender.append("Sent", sent)).startsWith("OK [APPENDUID");

            assertThat(sender.append("Sent", sent)).matches("OK \\[APPENDUID \\d+ 1\\].*");
            assertThat(sender.append("Sent", sent.replace("1@x", "2@x"))).startsWith("NO [OVERQUOTA]");
            assertThat(sender.append("Drafts", sent)).startsWith("NO [OVERQUOTA]");
        }
    }

    /** RFC 4315 section 3, "COPYUID": the two sets name the messages in the same order. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"UID COPY 1,3|1,3 1:2", "UID COPY 3,1|1,3 1:2", "COPY 1:2|1:2 1:2", "UID MOVE 2|2 1"})
    void copyShouldTellTheNewUids(String command, String uids) throws Exception {
        deliver(3);
        client.command("SELECT INBOX");

        assertThat(String.join("\n", client.command(command + " Trash")))
                .containsPattern("\\[COPYUID \\d+ " + uids + "\\]");
    }

    /** RFC 7162 section 3.1.4: every FETCH that tells of changed flags has their MODSEQ. */
    @Test
    void flagThatFetchSetsShouldHaveItsModSeq() throws Exception {
        deliver(1);
        client.command("SELECT INBOX (CONDSTORE)");

        String answer = client.command("FETCH 1 (BODY[])").get(0);

        String modSeq = client.command("FETCH 1 (MODSEQ)").get(0).replaceAll(".*(MODSEQ \\(\\d+\\)).*", "$1");
        assertThat(answer).contains("\\Seen").contains(modSeq);
    }

    @ParameterizedTest
    @CsvSource({"RFC822.HEADER,1", "RFC822.TEXT,1", "RFC822,1", "(FLAGS RFC822.SIZE),1", "FULL,1", "ALL,1", "FAST,1"})
    void olderItemsShouldBeAnswered(String items, int messages) throws Exception {
        deliver(messages);
        client.command("SELECT INBOX");

        assertThat(client.command("FETCH 1 " + items)).first().asString().startsWith("* 1 FETCH (");
    }

    /** RFC 5464 section 3: annotations of the server itself, of which there are none. */
    @Test
    void serverShouldHaveNoAnnotations() throws IOException {
        assertThat(client.command("GETMETADATA \"\" /shared/comment"))
                .singleElement()
                .asString()
                .startsWith("OK");
        assertThat(client.status("SETMETADATA \"\" (/shared/comment \"x\")")).startsWith("NO [NOPERM]");
    }

    /** Section 5.5: all are answered, in their order. */
    @Test
    void pipelinedCommandsShouldAllBeAnsweredInOrder() throws Exception {
        deliver(3);
        int count = 500;
        StringBuilder commands = new StringBuilder("s SELECT INBOX\r\n");
        IntStream.range(0, count).forEach(i -> commands.append("p" + i)
                .append(
                        switch (i % 4) {
                            case 0 -> " NOOP\r\n";
                            case 1 -> " FETCH 1:* (FLAGS)\r\n";
                            case 2 -> " UID STORE 2 +FLAGS.SILENT (k" + i + ")\r\n";
                            default -> " SEARCH UNSEEN\r\n";
                        }));
        client.send(commands.toString());

        client.finish("s");
        for (int i = 0; i < count; i++) {
            String tag = "p" + i;
            assertThat(client.finish(tag)).last().asString().startsWith("OK");
        }
    }

    @Test
    void clientThatGoesInTheMiddleOfALiteralShouldLeaveNothing() throws IOException {
        client.command("SELECT INBOX");
        client.start("APPEND INBOX {1000000+}\r\n" + "x".repeat(400_000));
        client.close();

        await().untilAsserted(
                        () -> assertThat(server.accounts.liveSessions.all()).isEmpty());
        await().untilAsserted(() -> assertThat(server.registrations()).isZero());
        try (ImapClient next = server.login(server.accounts.aliceKey)) {
            assertThat(next.command("STATUS INBOX (MESSAGES)").get(0)).contains("MESSAGES 0");
        }
    }

    /** Whatever a name is, it is a wrong credential at most. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOGIN \"\" \"\"",
                "LOGIN \"a\\\"b\\\\c\" x",
                "LOGIN \"alice smith@x\" x",
                "LOGIN {3+}\r\na\nb x",
                "LOGIN {5+}\r\na b%* {0+}\r\n",
                "LOGIN \"\u00c3\u00a4@x\" x",
                "LOGIN {4+}\r\n\u00c3\u00a4@x x",
                "LOGIN a@b@c x",
                "LOGIN #x x",
                "LOGIN \"@\" \"\""
            })
    void oddUserNameShouldBeAWrongCredential(String command) throws IOException {
        try (ImapClient stranger = server.connect()) {
            assertThat(stranger.status(command)).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(stranger.status("NOOP")).startsWith("OK");
        }
    }

    /** RFC 3501 section 9: no CHAR8 is NUL; and octets that are no UTF-8 are nobody's name. */
    @ParameterizedTest
    @ValueSource(strings = {"LOGIN {3+}\r\na\0b x", "LOGIN \"\u00e4@x\" x", "LOGIN {4+}\r\n\u00ff\u00fe@x x"})
    void userNameThatIsNoTextShouldBeRefused(String command) throws IOException {
        try (ImapClient stranger = server.connect()) {
            assertThat(stranger.status(command)).matches("(BAD|NO \\[AUTHENTICATIONFAILED\\]) .*");
            assertThat(stranger.status("NOOP")).startsWith("OK");
        }
    }

    /** RFC 2971: not even what section 3.3 forbids to send costs a client its connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID NIL",
                "ID ()",
                "ID (\"name\")",
                "ID (\"a\" \"b\" \"c\")",
                "ID (NIL NIL)",
                "ID",
                "ID x",
                "ID {1+}\r\nx"
            })
    void idShouldBeAnsweredWhateverItSays(String command) throws IOException {
        assertThat(client.status(command)).startsWith("OK");
    }

    @Test
    void longIdShouldBeAnswered() throws IOException {
        assertThat(client.status("ID (\"name\" \"" + "x".repeat(5_000) + "\")")).startsWith("OK");
        assertThat(client.status("ID (" + "\"a\" \"b\" ".repeat(100) + ")")).startsWith("OK");
    }
}
