package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back hears what has changed (RFC 7162 section 3.2). INBOX has the UIDs 1 to 5. */
class ImapResyncTest {
    @TempDir
    static Path folder;

    private TestImapServer server;
    private ImapClient client;
    private ImapClient actor;
    private String uidValidity;
    private String modSeq;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        for (int i = 0; i < 5; i++) {
            deliver();
        }
        actor = server.login(server.accounts.aliceKey);
        actor.command("SELECT INBOX");
        client = server.login(server.accounts.aliceKey);
        client.command("ENABLE QRESYNC");
        remember(client.command("SELECT INBOX"));
        client.command("UNSELECT");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        actor.close();
        server.close();
    }

    private void deliver() throws Exception {
        server.deliver(TestAccounts.ALICE, "INBOX", "Subject: one\r\n\r\nText.\r\n");
    }

    private void remember(List<String> selected) {
        uidValidity = number("UIDVALIDITY", selected);
        modSeq = number("HIGHESTMODSEQ", selected);
    }

    private static String number(String code, List<String> lines) {
        return lines.stream()
                .flatMap(line -> Pattern.compile(code + " (\\d+)").matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private void expunge(String uids) throws IOException {
        actor.command("UID STORE " + uids + " +FLAGS.SILENT (\\Deleted)");
        actor.command("UID EXPUNGE " + uids);
    }

    private List<String> changes(String command) throws IOException {
        List<String> answer = client.command(command);
        assertThat(answer).last().asString().startsWith("OK");
        return answer.stream()
                .filter(line -> line.startsWith("* VANISHED") || line.contains("FETCH ("))
                .map(line -> line.replaceAll("MODSEQ \\(\\d+\\)", "MODSEQ"))
                .map(line -> line.replace(" \\Recent", "").replace("\\Recent", ""))
                .toList();
    }

    private List<String> resynchronize(String more) throws IOException {
        return changes("SELECT INBOX (QRESYNC (" + uidValidity + " " + modSeq + more + "))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1|1", "5|5", "3|3", "1:5|1:5", "1,3,5|1,3,5"})
    void selectShouldTellWhatHasGoneWhereverItWas(String expunged, String told) throws Exception {
        expunge(expunged);
        deliver();

        assertThat(resynchronize("")).contains("* VANISHED (EARLIER) " + told);
    }

    @Test
    void examineShouldTellWhatHasGone() throws IOException {
        expunge("5");

        assertThat(changes("EXAMINE INBOX (QRESYNC (" + uidValidity + " " + modSeq + "))"))
                .contains("* VANISHED (EARLIER) 5");
    }

    /** Section 3.2.5.1: FETCH with UID and MODSEQ, after what has vanished. */
    @Test
    void selectShouldTellWhatHasChanged() throws IOException {
        actor.command("UID STORE 3 +FLAGS.SILENT (\\Flagged)");
        expunge("1");

        assertThat(resynchronize(""))
                .containsExactly("* VANISHED (EARLIER) 1", "* 2 FETCH (MODSEQ FLAGS (\\Flagged) UID 3)");
    }

    @Test
    void nothingShouldBeToldWhenNothingHasChanged() throws IOException {
        assertThat(resynchronize("")).isEmpty();
    }

    @Test
    void whatWasToldBeforeShouldNotBeToldAgain() throws IOException {
        expunge("2");
        remember(client.command("SELECT INBOX"));
        expunge("4");

        assertThat(resynchronize("")).containsExactly("* VANISHED (EARLIER) 4");
    }

    /** Section 3.2.5.1: "known-uids". */
    @Test
    void knownUidsShouldLimitWhatIsTold() throws IOException {
        actor.command("UID STORE 2:3 +FLAGS.SILENT (\\Flagged)");
        expunge("1,4");

        assertThat(resynchronize(" 3:5"))
                .containsExactly("* VANISHED (EARLIER) 4", "* 2 FETCH (MODSEQ FLAGS (\\Flagged) UID 3)");
    }

    @Test
    void pairsOfNumbersAndUidsShouldBeAccepted() throws IOException {
        expunge("4");

        assertThat(resynchronize(" 1:5 (1,2,5 1,2,5)")).containsExactly("* VANISHED (EARLIER) 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT INBOX (CONDSTORE QRESYNC (%s))",
                "SELECT INBOX (qresync (%s) condstore)",
                "SELECT INBOX (QRESYNC (%s (1,2,5 1,2,5)))",
                "SELECT INBOX (QRESYNC (%s 1:5 (5:1 5:1)) CONDSTORE)",
                "EXAMINE INBOX (CONDSTORE QRESYNC (%s 1:3,4:5))"
            })
    void parametersShouldStandInAnyOrder(String command) throws IOException {
        expunge("4");

        assertThat(changes(command.replace("%s", uidValidity + " " + modSeq)))
                .containsExactly("* VANISHED (EARLIER) 4");
    }

    @Test
    void otherUidValidityShouldTellNothing() throws IOException {
        expunge("1");
        uidValidity = Long.toString(Long.parseLong(uidValidity) - 1);

        assertThat(resynchronize("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void clientThatKnowsNothingShouldHearAll(String nothing) throws IOException {
        expunge("1");
        modSeq = nothing;

        assertThat(resynchronize("")).hasSize(5).first().isEqualTo("* VANISHED (EARLIER) 1");
    }

    @Test
    void resynchronizingShouldNeedToBeEnabled() throws IOException {
        assertThat(actor.status("SELECT INBOX (QRESYNC (" + uidValidity + " " + modSeq + "))"))
                .startsWith("BAD");
    }

    /** Section 3.2.6. */
    @Nested
    class Fetch {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"1|1:*|1", "5|1:*|5", "1:5|1:*|1:5", "1,5|1:3|1", "2:4|3:4|3:4"})
        void uidFetchShouldTellWhatHasGone(String expunged, String asked, String told) throws IOException {
            expunge(expunged);
            client.command("SELECT INBOX");

            assertThat(changes("UID FETCH " + asked + " (FLAGS) (CHANGEDSINCE " + modSeq + " VANISHED)"))
                    .containsExactly("* VANISHED (EARLIER) " + told);
        }

        @Test
        void uidFetchShouldTellWhatHasChanged() throws IOException {
            actor.command("UID STORE 3 +FLAGS.SILENT (\\Flagged)");
            expunge("1");
            client.command("SELECT INBOX");

            assertThat(changes("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + modSeq + " VANISHED)"))
                    .containsExactly("* VANISHED (EARLIER) 1", "* 2 FETCH (MODSEQ FLAGS (\\Flagged) UID 3)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)", "UID FETCH 1:* (FLAGS) (VANISHED)"})
        void vanishedElsewhereShouldBeBad(String command) throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.status(command)).startsWith("BAD");
        }

        @Test
        void vanishedShouldNeedToBeEnabled() throws IOException {
            assertThat(actor.status("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)"))
                    .startsWith("BAD");
        }
    }

    /** Sections 3.2.7 to 3.2.9: not after CLOSE, which tells of nothing, nor when nothing is expunged. */
    @Nested
    class Expunge {
        @BeforeEach
        void select() throws IOException {
            client.command("SELECT INBOX");
        }

        @ParameterizedTest
        @ValueSource(strings = {"EXPUNGE", "UID EXPUNGE 1:3"})
        void answerShouldHaveTheHighestModSeq(String command) throws IOException {
            client.command("STORE 2 +FLAGS.SILENT (\\Deleted)");

            List<String> answer = client.command(command);

            assertThat(answer).contains("* VANISHED 2");
            assertThat(answer)
                    .last()
                    .asString()
                    .startsWith("OK [HIGHESTMODSEQ "
                            + number("HIGHESTMODSEQ", client.command("STATUS INBOX (HIGHESTMODSEQ)")) + "]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"EXPUNGE", "UID EXPUNGE 1:3", "CLOSE"})
        void answerShouldBePlainOtherwise(String command) throws IOException {
            assertThat(client.command(command))
                    .singleElement()
                    .asString()
                    .startsWith("OK")
                    .doesNotContain("HIGHESTMODSEQ");
        }

        @Test
        void closeShouldSayNothing() throws IOException {
            client.command("STORE 2 +FLAGS.SILENT (\\Deleted)");

            assertThat(client.command("CLOSE"))
                    .singleElement()
                    .asString()
                    .startsWith("OK")
                    .doesNotContain("[");
        }
    }

    /** RFC 3501 section 6.3.1 and RFC 7162 section 3.2.11. */
    @Nested
    class Again {
        @ParameterizedTest
        @ValueSource(strings = {"SELECT INBOX", "EXAMINE INBOX", "SELECT Trash"})
        void mailboxBeforeShouldBeClosed(String command) throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.command(command)).first().asString().startsWith("* OK [CLOSED]");
        }

        @Test
        void numbersShouldBeginAnew() throws IOException {
            client.command("SELECT INBOX");
            expunge("1:2");

            assertThat(client.command("SELECT INBOX")).contains("* 3 EXISTS");
            assertThat(client.command("NOOP")).noneMatch(line -> line.startsWith("* VANISHED"));
            assertThat(client.command("FETCH 1 (UID)").get(0)).isEqualTo("* 1 FETCH (UID 3)");
        }

        @Test
        void failedSelectShouldLeaveNothingSelected() throws IOException {
            client.command("SELECT INBOX");
            client.command("SELECT Nowhere");

            assertThat(client.status("FETCH 1 (UID)")).matches("(NO|BAD) .*");
        }
    }
}
