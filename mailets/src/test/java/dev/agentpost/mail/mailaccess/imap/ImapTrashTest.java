package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row "Trash" of the table of folders, command by command. INBOX has the UIDs 1 to 3. */
class ImapTrashTest {
    private static final Pattern HIGHEST_MOD_SEQ = Pattern.compile("HIGHESTMODSEQ (\\d+)");

    @TempDir
    private Path folder;

    private TestImapServer server;
    private ImapClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        for (String subject : List.of("one", "two", "three")) {
            server.deliver(TestAccounts.ALICE, "INBOX", "Subject: " + subject + "\r\n\r\nText.\r\n");
        }
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void expungeShouldMoveToTrashWithoutDeleted() throws IOException {
        client.command("STORE 2 FLAGS (\\Seen \\Flagged \\Answered work \\Deleted)");

        List<String> answer = client.command("EXPUNGE");

        assertThat(answer).contains("* 2 EXPUNGE").last().asString().startsWith("OK");
        assertThat(answer).filteredOn(line -> line.contains("EXPUNGE")).hasSize(2);
        assertThat(subjects("INBOX")).containsExactly("one", "three");
        assertThat(subjects("Trash")).containsExactly("two");
        assertThat(flagsIn("Trash"))
                .contains("\\Seen", "\\Flagged", "\\Answered", "work")
                .doesNotContain("\\Deleted");
    }

    @Test
    void uidExpungeShouldMoveThoseOfItsSet() throws IOException {
        client.command("STORE 1:3 +FLAGS (\\Deleted)");

        assertThat(client.command("UID EXPUNGE 2:3")).startsWith("* 2 EXPUNGE", "* 2 EXPUNGE");

        assertThat(subjects("INBOX")).containsExactly("one");
        assertThat(subjects("Trash")).containsExactly("two", "three");
    }

    @Test
    void closeShouldMoveWithoutSayingSo() throws IOException {
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");

        assertThat(client.command("CLOSE")).singleElement().asString().startsWith("OK");

        assertThat(subjects("INBOX")).containsExactly("two", "three");
        assertThat(subjects("Trash")).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sent", "Projects"})
    void expungeInOtherFoldersShouldMoveToTrash(String name) throws IOException {
        client.command("CREATE Projects");
        client.append(name, "Subject: four\r\n\r\nText.\r\n");

        expungeAll(name);

        assertThat(subjects("Trash")).containsExactly("four");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trash", "Drafts"})
    void expungeInTrashOrDraftsShouldDelete(String name) throws IOException {
        client.append(name, "Subject: four\r\n\r\nText.\r\n");

        expungeAll(name);

        assertThat(subjects(name)).isEmpty();
        assertThat(subjects("Trash")).isEmpty();
    }

    private void expungeAll(String name) throws IOException {
        client.command("SELECT " + name);
        client.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        assertThat(client.command("EXPUNGE")).contains("* 1 EXPUNGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPUNGE", "UID EXPUNGE 1:3", "CLOSE"})
    void clientThatMovesByCopyAndExpungeShouldNotFillTrash(String command) throws IOException {
        client.command("CREATE Projects");
        client.command("COPY 1:2 Projects");
        client.command("STORE 1:2 +FLAGS.SILENT (\\Deleted)");

        assertThat(client.status(command)).startsWith("OK");

        assertThat(subjects("INBOX")).containsExactly("three");
        assertThat(subjects("Projects")).containsExactly("one", "two");
        assertThat(subjects("Trash")).isEmpty();
    }

    @Test
    void clientThatDeletesByCopyToTrashShouldFindItThereOnce() throws IOException {
        client.command("UID COPY 1 Trash");
        client.command("UID STORE 1 +FLAGS.SILENT (\\Deleted)");

        client.command("EXPUNGE");

        assertThat(subjects("Trash")).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-TUID: abcdefghijkl\r\n"})
    void appendToTrashOfWhatWasExpungedShouldNameTheCopyThatIsThere(String mark) throws IOException {
        expunge(2);

        assertThat(client.append("Trash", mark + two())).matches("OK \\[APPENDUID \\d+ 1\\] .*");
        assertThat(subjects("Trash")).containsExactly("two");
    }

    @Test
    void expungeOfWhatWasAppendedToTrashShouldDelete() throws IOException {
        client.append("Trash", "X-TUID: abcdefghijkl\r\n" + two());

        expunge(2);

        assertThat(subjects("INBOX")).containsExactly("one", "three");
        assertThat(subjects("Trash")).containsExactly("two");
        assertThat(messageInTrash()).contains("X-TUID: abcdefghijkl");
    }

    /** Each APPEND stands for one EXPUNGE and no more. */
    @Test
    void secondAppendOfTheSameToTrashShouldBeStored() throws IOException {
        expunge(2);
        client.append("Trash", two());

        assertThat(client.append("Trash", two())).matches("OK \\[APPENDUID \\d+ 2\\] .*");
        assertThat(subjects("Trash")).containsExactly("two", "two");
    }

    @Test
    void messageThatIsAppendedTwiceToTrashShouldBeThereTwice() throws IOException {
        client.append("Trash", two());
        client.append("Trash", two());

        assertThat(subjects("Trash")).containsExactly("two", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: two\r\n\r\nTexts\r\n", "Subject: tow\r\n\r\nText.\r\n"})
    void anotherMessageShouldBeStoredInTrash(String other) throws IOException {
        expunge(2);

        client.append("Trash", other);

        assertThat(subjects("Trash")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: two\r\n\r\nTexts\r\n", "Subject: tow\r\n\r\nText.\r\n"})
    void expungedMessageShouldComeToTrashBesideAnother(String other) throws IOException {
        client.append("Trash", other);

        expunge(2);

        assertThat(subjects("Trash")).hasSize(2).last().isEqualTo("two");
    }

    @Test
    void appendShouldBeStoredWhenTheExpungedCopyHasLeftTrash() throws IOException {
        expunge(2);
        expungeAll("Trash");

        client.append("Trash", two());

        assertThat(subjects("Trash")).containsExactly("two");
    }

    @Test
    void expungedMessageShouldComeToTrashWhenTheAppendedCopyIsToBeExpungedThere() throws IOException {
        client.append("Trash", two());
        try (ImapClient inTrash = server.login(server.accounts.aliceKey)) {
            inTrash.command("SELECT Trash");
            inTrash.command("STORE 1 +FLAGS (\\Deleted)");

            expunge(2);

            inTrash.command("EXPUNGE");
        }
        assertThat(subjects("Trash")).containsExactly("two");
    }

    @Test
    void trashOfAnotherInboxShouldNotCount() throws Exception {
        server.deliver(TestAccounts.BOB, "INBOX", two());
        try (ImapClient bob = server.connect()) {
            bob.command("LOGIN " + TestAccounts.BOB.asString() + " " + server.accounts.aliceKey.text());
            bob.append("Trash", two());
        }

        expunge(2);

        assertThat(subjects("Trash")).containsExactly("two");
    }

    private static String two() {
        return "Subject: two\r\n\r\nText.\r\n";
    }

    private void expunge(int number) throws IOException {
        client.command("STORE " + number + " +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");
    }

    private String messageInTrash() throws IOException {
        try (ImapClient observer = server.login(server.accounts.aliceKey)) {
            observer.command("EXAMINE Trash");
            return observer.command("FETCH 1 (BODY.PEEK[])").get(0);
        }
    }

    @Test
    void moveShouldGoWhereItIsTold() throws IOException {
        client.command("CREATE Projects");

        client.command("MOVE 1 Projects");
        client.command("MOVE 1 Trash");

        assertThat(subjects("INBOX")).containsExactly("three");
        assertThat(subjects("Projects")).containsExactly("one");
        assertThat(subjects("Trash")).containsExactly("two");
    }

    @Test
    void messageThatWasTakenOutOfTrashShouldComeThereAgain() throws IOException {
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");
        client.command("SELECT Trash");
        client.command("MOVE 1 INBOX");
        client.command("SELECT INBOX");
        client.command("STORE 3 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");

        assertThat(subjects("Trash")).containsExactly("one");
    }

    @Test
    void otherSessionsShouldBeToldInBothFolders() throws IOException {
        try (ImapClient inInbox = server.login(server.accounts.aliceKey);
                ImapClient inTrash = server.login(server.accounts.aliceKey)) {
            inInbox.command("SELECT INBOX");
            inTrash.command("SELECT Trash");
            client.command("STORE 2 +FLAGS.SILENT (\\Deleted)");

            client.command("EXPUNGE");

            assertToldAfterNoop(inInbox, "* 2 EXPUNGE");
            assertToldAfterNoop(inTrash, "* 1 EXISTS");
            assertThat(inTrash.command("FETCH 1 (UID FLAGS)").get(0)).doesNotContain("\\Deleted");
        }
    }

    /** RFC 7162 sections 3.2.7 and 3.2.10. */
    @Test
    void clientWithQresyncShouldSeeVanished() throws IOException {
        try (ImapClient other = server.login(server.accounts.aliceKey)) {
            other.command("ENABLE QRESYNC");
            other.command("SELECT INBOX");
            client.command("UNSELECT");
            client.command("ENABLE QRESYNC");
            List<String> selected = client.command("SELECT INBOX");
            client.command("STORE 2 +FLAGS.SILENT (\\Deleted)");
            long before = highestModSeq("INBOX");

            List<String> answer = client.command("EXPUNGE");

            assertThat(answer).anyMatch(line -> line.matches("\\* VANISHED 2"));
            assertThat(answer).noneMatch(line -> line.matches("\\* \\d+ EXPUNGE"));
            long after = highestModSeq("INBOX");
            assertThat(after).isGreaterThan(before);
            assertThat(answer).last().asString().contains("HIGHESTMODSEQ " + after);
            assertToldAfterNoop(other, "* VANISHED 2");
            assertVanishedSince(before, uidValidity(selected));
        }
    }

    /** RFC 7162 section 3.2.5. */
    private void assertVanishedSince(long modSeq, String uidValidity) throws IOException {
        client.command("UNSELECT");
        assertThat(client.command("SELECT INBOX (QRESYNC (" + uidValidity + " " + modSeq + "))"))
                .contains("* 2 EXISTS")
                .anyMatch(line -> line.matches("\\* VANISHED \\(EARLIER\\) 2"));
    }

    private static String uidValidity(List<String> selected) {
        return selected.stream()
                .map(Pattern.compile("UIDVALIDITY (\\d+)")::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** RFC 7162 section 3.1.2.1. */
    @Test
    void clientWithCondstoreShouldSeeTheMessageArriveInTrash() throws IOException {
        long before = highestModSeq("Trash");
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");

        assertThat(highestModSeq("Trash")).isGreaterThan(before);
        client.command("SELECT Trash");
        assertThat(client.command("FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + ")"))
                .anyMatch(line -> line.startsWith("* 1 FETCH"));
    }

    /** Paragraph "Keys without messages:write". */
    @Test
    void closeShouldBeUnselectForAKeyWithoutMessagesWrite() throws IOException {
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        try (ImapClient reader = server.login(server.accounts.readKey)) {
            reader.command("SELECT INBOX");

            assertThat(reader.status("CLOSE")).startsWith("OK");
            reader.command("SELECT INBOX");
            assertThat(reader.status("EXPUNGE")).startsWith("NO [NOPERM]");
        }

        assertThat(subjects("INBOX")).hasSize(3);
        assertThat(subjects("Trash")).isEmpty();
    }

    private long highestModSeq(String name) throws IOException {
        Matcher found = HIGHEST_MOD_SEQ.matcher(
                client.command("STATUS " + name + " (HIGHESTMODSEQ)").get(0));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }

    private static void assertToldAfterNoop(ImapClient session, String line) {
        await().untilAsserted(() -> assertThat(session.command("NOOP")).contains(line));
    }

    private List<String> subjects(String name) throws IOException {
        try (ImapClient observer = server.login(server.accounts.aliceKey)) {
            observer.command("EXAMINE " + name);
            return observer.command("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])").stream()
                    .map(Pattern.compile("Subject: (\\w+)")::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    private String flagsIn(String name) throws IOException {
        try (ImapClient observer = server.login(server.accounts.aliceKey)) {
            observer.command("EXAMINE " + name);
            return observer.command("FETCH 1 (FLAGS)").get(0);
        }
    }
}
