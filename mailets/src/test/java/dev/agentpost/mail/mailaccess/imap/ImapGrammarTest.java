package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What suites of other projects send and James's parsers take for something else. INBOX has one message. */
class ImapGrammarTest {
    private static final String MESSAGE = "Subject: New Task\r\nFrom: bob@shared.localhost\r\n\r\nDo it.\r\n";

    @TempDir
    private Path folder;

    private TestImapServer server;
    private ImapClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        server.deliver(TestAccounts.ALICE, "INBOX", MESSAGE);
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject x-none", "\"Subject\" \"x-none\"", "{7+}\r\nSubject {6}\r\nx-none"})
    void nameOfHeaderFieldShouldBeAnyString(String names) throws IOException {
        assertThat(client.command("FETCH 1 BODY.PEEK[HEADER.FIELDS (" + names + ")]"))
                .contains("* 1 FETCH (BODY[HEADER.FIELDS (Subject x-none)] {21}\r\nSubject: New Task\r\n\r\n)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLAGS (changedsince 1)", "(FLAGS) (CHANGEDSINCE 1)", "FAST (CHANGEDSINCE 1)"})
    void modifierShouldFollowAnyItems(String items) throws IOException {
        assertThat(client.command("FETCH 1 " + items))
                .filteredOn(line -> line.startsWith("* 1 FETCH"))
                .singleElement()
                .asString()
                .contains("MODSEQ (2)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 1 BODY[0]",
                "FETCH 1 BODY[1.0]",
                "FETCH 1 BODY[1.]",
                "FETCH 1 BODY[MIME]",
                "FETCH 1 BODY[NONSENSE]",
                "FETCH 1 BODY[HEADER.FIELDS]",
                "FETCH 1 BODY[TEXT (Subject)]",
                "FETCH 1 BODY[HEADER.FIELDS (\"New Task\")]",
                "FETCH 1 BODY[HEADER.FIELDS (Subject)",
                "FETCH 1 BODY[]<0.0>",
                "FETCH 1 FLAGS[]",
                "FETCH 1 FLAGS UID",
                "FETCH 1 FLAGS (NONSENSE 1)",
                "FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)",
                "UID FETCH 1 FLAGS (VANISHED)"
            })
    void malformedFetchShouldBeBad(String command) throws IOException {
        assertThat(client.status(command)).startsWith("BAD");
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STATUS INBOX ()",
                "STATUS INBOX (MES SAGES)",
                "LIST \"\" * RETURN (STATUS ())",
                "SELECT INBOX ()",
                "SELECT INBOX (NONSENSE)",
                "SELECT INBOX (CONDSTORE",
                "SELECT INBOX (QRESYNC)",
                "SELECT INBOX (QRESYNC (1))",
                "SELECT INBOX (QRESYNC (1 1 1:*))",
                "SELECT INBOX (QRESYNC (1 1) QRESYNC (1 1))",
                "EXAMINE INBOX (QRESYNC (1 1 1:2 (1:2)))",
                "SEARCH ON 31-Feb-2026",
                "SEARCH SENTSINCE \"29-Feb-2025\"",
                "SEARCH BEFORE 32-Jan-2026",
                "GETMETADATA (MAXSIZE) INBOX (/private/comment)",
                "GETMETADATA (DEPTH 2) INBOX (/private/comment)",
                "GETMETADATA INBOX (comment)",
                "GETMETADATA (/private/comment) INBOX"
            })
    void malformedCommandShouldBeBad(String command) throws IOException {
        assertThat(client.status(command)).startsWith("BAD");
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    @Test
    void lastDayOfFebruaryShouldBeADate() throws IOException {
        assertThat(client.command("SEARCH SINCE 29-Feb-2024")).contains("* SEARCH 1");
    }

    /** RFC 5464 section 5; behind the mailbox, as James wants the options, they are understood, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(MAXSIZE 3) INBOX (/private/x/y /private/x)",
                "(maxsize 3 depth 0) INBOX (/private/x/y /private/x)",
                "(DEPTH infinity MAXSIZE 3) INBOX /private/x",
                "INBOX (MAXSIZE 3) (/private/x/y /private/x)",
                "INBOX (MAXSIZE 3) (DEPTH 1) (/private/x)"
            })
    void optionsOfGetMetadataShouldStandBeforeTheMailbox(String arguments) throws IOException {
        client.command("SETMETADATA INBOX (/private/x/y \"far too long\" /private/x \"abc\")");

        assertThat(client.command("GETMETADATA " + arguments))
                .contains("* METADATA \"INBOX\" (/private/x \"abc\")")
                .last()
                .asString()
                .startsWith("OK [METADATA LONGENTRIES 12]");
    }

    @Test
    void nameOfEntryShouldBeAnyString() throws IOException {
        client.command("SETMETADATA INBOX (/private/comment \"abc\")");

        assertThat(client.command("GETMETADATA INBOX \"/private/comment\""))
                .contains("* METADATA \"INBOX\" (/private/comment \"abc\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\\\Seen\"", "\\Nonsense", "\\Recent", "a\"b", "a]b", "a*", "{3+}\r\nabc"})
    void flagThatIsNoAtomShouldBeBad(String flag) throws IOException {
        assertThat(client.status("STORE 1 +FLAGS (" + flag + ")")).startsWith("BAD");
        assertThat(client.command("FETCH 1 FLAGS")).contains("* 1 FETCH (FLAGS (\\Recent))");
    }

    @Test
    void messageWithFlagThatIsNoAtomShouldNotBeAppended() throws IOException {
        assertThat(client.append("INBOX (\\Nonsense)", MESSAGE)).startsWith("BAD");
        assertThat(client.command("STATUS INBOX (MESSAGES)")).contains("* STATUS \"INBOX\" (MESSAGES 1)");
    }

    @Test
    void anyAtomShouldBeAKeyword() throws IOException {
        assertThat(client.status("STORE 1 +FLAGS (NIL $Forwarded non-junk)")).startsWith("OK");
        assertThat(client.command("FETCH 1 FLAGS")).first().asString().contains("NIL", "$Forwarded", "non-junk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"%s\"", "{%d+}\r\n%s"})
    void quotaRootShouldBeAnyString(String written) throws IOException {
        String root = "#private&" + TestAccounts.ALICE.asString();

        String argument = written.replace("%d", Integer.toString(root.length())).replace("%s", root);

        assertThat(client.status("GETQUOTA " + argument)).startsWith("OK");
    }

    @Test
    void unknownCharsetShouldNameThoseToUse() throws IOException {
        assertThat(client.status("SEARCH CHARSET NONSENSE ALL"))
                .isEqualTo("NO [BADCHARSET (US-ASCII UTF-8 ISO-8859-1)] charset is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMAILID", "THREADID"})
    void nothingShouldHaveAnIdOfAnotherForm(String key) throws IOException {
        assertThat(client.command("SEARCH " + key + " nonsense")).contains("* SEARCH");
    }

    @Test
    void recentMessagesShouldNotBeMoreThanMessages() throws IOException {
        client.command("MOVE 1 Trash");

        client.append("INBOX", MESSAGE);

        assertThat(client.command("NOOP")).doesNotContain("* 2 RECENT");
    }

    @Test
    void reopenedFolderShouldStillHaveRecentMessages() throws IOException {
        assertThat(client.command("SELECT INBOX")).contains("* 1 EXISTS", "* 1 RECENT");
    }

    @Test
    void semicolonAtTheEndShouldBeNoParameter() throws Exception {
        server.deliver(
                TestAccounts.ALICE,
                "Drafts",
                "Content-Type: text/plain; format=flowed;\r\nContent-Disposition: inline; filename=a;\r\n\r\nText.\r\n");
        client.command("SELECT Drafts");

        assertThat(client.command("FETCH 1 BODYSTRUCTURE"))
                .contains(
                        "* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\" \"format\" \"flowed\")"
                                + " NIL NIL \"7BIT\" 7 1 NIL (\"inline\" (\"filename\" \"a\")) NIL NIL))");
    }

    @Test
    void challengeShouldEndWithASpace() throws IOException {
        try (ImapClient other = server.connect()) {
            other.start("AUTHENTICATE PLAIN");

            assertThat(other.readBytes(4)).isEqualTo("+ \r\n");
        }
    }
}
