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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional STORE (RFC 7162 section 3.1.3). INBOX has the UIDs 2 to 5. */
class ImapCondstoreTest {
    @TempDir
    static Path folder;

    private TestImapServer server;
    private ImapClient client;
    private ImapClient other;
    private String modSeq;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        for (int i = 0; i < 5; i++) {
            server.deliver(TestAccounts.ALICE, "INBOX", "Subject: one\r\n\r\nText.\r\n");
        }
        other = server.login(server.accounts.aliceKey);
        other.command("SELECT INBOX");
        other.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        other.command("EXPUNGE");
        client = server.login(server.accounts.aliceKey);
        modSeq = highest(client.command("SELECT INBOX (CONDSTORE)"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        other.close();
        server.close();
    }

    private static String highest(List<String> lines) {
        return lines.stream()
                .flatMap(line ->
                        Pattern.compile("HIGHESTMODSEQ (\\d+)").matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private String condition() {
        return " (UNCHANGEDSINCE " + modSeq + ") ";
    }

    @ParameterizedTest
    @CsvSource({"STORE 2:3,2", "STORE 1:3,1:2", "UID STORE 3:4,3", "UID STORE 1:*,2:3"})
    void storeShouldLeaveAloneWhatHasChangedSince(String store, String modified) throws IOException {
        other.command("UID STORE " + (store.endsWith("2:3") || store.endsWith("3:4") ? "3" : "2:3")
                + " +FLAGS.SILENT (\\Flagged)");

        List<String> answer = client.command(store + condition() + "+FLAGS.SILENT (\\Answered)");

        assertThat(answer).last().asString().startsWith("OK [MODIFIED " + modified + "]");
        assertThat(answer).anyMatch(line -> line.startsWith("* 3 FETCH") && line.contains("MODSEQ ("));
        assertThat(client.command("UID FETCH 3 (FLAGS)").get(0)).doesNotContain("Answered");
        assertThat(client.command("UID FETCH 4 (FLAGS)").get(0)).contains("Answered");
    }

    /** The table of RFC 7162 section 3.1.10. The newest changes are of the messages 2, 1 and 4, in this order. */
    @ParameterizedTest
    @CsvSource({
        "MIN,MIN 1,1",
        "MAX,MAX 4,4",
        "SAVE MIN,MIN 1,1",
        "MIN MAX,MIN 1 MAX 4,1",
        "COUNT,COUNT 4,2",
        "MIN COUNT,MIN 1 COUNT 4,2",
        "ALL,ALL 1:4,2",
        "MIN MAX ALL,MIN 1 MAX 4 ALL 1:4,2"
    })
    void searchShouldAnswerTheModSeqOfWhatItNames(String options, String found, int message) throws IOException {
        for (int changed : new int[] {4, 1, 2}) {
            client.command("STORE " + changed + " +FLAGS.SILENT (\\Flagged)");
        }
        String newest = modSeqOf(message);

        assertThat(client.command("SEARCH RETURN (" + options + ") MODSEQ 1").get(0))
                .endsWith(") " + found + " MODSEQ " + newest);
    }

    @Test
    void uidSearchShouldAnswerTheModSeqOfTheLastMessage() throws IOException {
        client.command("STORE 1 +FLAGS.SILENT (\\Flagged)");

        assertThat(client.command("UID SEARCH RETURN (MAX) MODSEQ 1").get(0))
                .endsWith(") UID MAX 5 MODSEQ " + modSeqOf(4));
    }

    @Test
    void searchThatFindsNothingShouldAnswerNoModSeq() throws IOException {
        assertThat(client.command("SEARCH RETURN (MIN) MODSEQ 1 DRAFT").get(0))
                .startsWith("* ESEARCH")
                .doesNotContain("MODSEQ");
    }

    private String modSeqOf(int message) throws IOException {
        return client.command("FETCH " + message + " (MODSEQ)").get(0).replaceAll(".*MODSEQ \\((\\d+)\\).*", "$1");
    }

    @Test
    void storeShouldBePlainWhenNothingHasChanged() throws IOException {
        assertThat(client.status("STORE 1:*" + condition() + "+FLAGS (\\Answered)"))
                .startsWith("OK")
                .doesNotContain("MODIFIED");
    }

    /** "Always fails if the metadata item exists. A system flag MUST always be considered existent." */
    @ParameterizedTest
    @CsvSource({
        "+FLAGS (\\Flagged),[MODIFIED 1:2]",
        "-FLAGS (\\Flagged),[MODIFIED 1:2]",
        "+FLAGS (work),[MODIFIED 1]",
        "+FLAGS (play),STORE completed"
    })
    void storeSinceZeroShouldChangeOnlyWhatHasNone(String change, String answer) throws IOException {
        other.command("STORE 1 +FLAGS.SILENT (work)");

        assertThat(client.status("STORE 1:2 (UNCHANGEDSINCE 0) " + change)).contains(answer);
    }

    /** James looks first and writes then. */
    @RepeatedTest(20)
    void oneOfTwoShouldWin() throws IOException {
        String mine = client.start("UID STORE 3" + condition() + "+FLAGS.SILENT (mine)");
        String theirs = other.start("UID STORE 3" + condition() + "+FLAGS.SILENT (theirs)");
        List<String> answers = List.of(last(client.finish(mine)), last(other.finish(theirs)));

        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("OK [MODIFIED 3]"))
                .hasSize(1);
        assertThat(client.command("UID FETCH 3 (FLAGS)").get(0))
                .containsPattern("mine|theirs")
                .doesNotContainPattern("mine.*theirs|theirs.*mine");
    }

    /** James answers both with that of the later. */
    @RepeatedTest(20)
    void answersShouldHaveTheModSeqOfTheirOwnChange() throws IOException {
        other.command("ENABLE CONDSTORE");
        String mine = client.start("UID STORE 3 +FLAGS (mine)");
        String theirs = other.start("UID STORE 3 +FLAGS (theirs)");

        assertThat(modSeqOf("mine", client.finish(mine))).isNotEqualTo(modSeqOf("theirs", other.finish(theirs)));
    }

    /** Of the first FETCH that shows the keyword. */
    private static String modSeqOf(String keyword, List<String> answer) {
        return answer.stream()
                .filter(line -> line.matches("\\* \\d+ FETCH .*\\b" + keyword + "\\b.*"))
                .map(line -> line.replaceAll(".*MODSEQ \\((\\d+)\\).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void conditionShouldEnableCondstore() throws IOException {
        assertThat(other.command("STORE 1" + condition() + "+FLAGS (\\Flagged)"))
                .anyMatch(line -> line.startsWith("* OK [HIGHESTMODSEQ"))
                .anyMatch(line -> line.startsWith("* 1 FETCH") && line.contains("MODSEQ ("));
        client.command("STORE 2 +FLAGS.SILENT (\\Flagged)");
        assertThat(other.command("NOOP")).anyMatch(line -> line.startsWith("* 2 FETCH") && line.contains("MODSEQ ("));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORE 1 (UNCHANGEDSINCE) +FLAGS (a)", "STORE 1 (UNCHANGEDSINCE x) +FLAGS (a)"})
    void malformedConditionShouldBeBad(String command) throws IOException {
        assertThat(client.status(command)).startsWith("BAD");
    }
}
