package dev.agentpost.mail.mailaccess.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a logged-in session may do, over TLS: section 2, "IMAP". */
class ImapAccessTest {
    private static final String NO_PERMISSION = "NO [NOPERM] API key lacks scope messages:write";
    private static final String MESSAGE =
            "From: x@example.org\r\nTo: alice@shared.localhost\r\nSubject: New Task\r\n\r\nDo it.\r\n";

    @TempDir
    static Path folder;

    private TestImapServer server;
    private ImapClient reader;
    private ImapClient writer;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
        server.deliver(ALICE, "INBOX", MESSAGE);
        reader = server.login(server.accounts.readKey);
        writer = server.login(server.accounts.aliceKey);
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        writer.close();
        server.close();
    }

    private String flagsOf(int message) throws IOException {
        try (ImapClient observer = server.login(server.accounts.aliceKey)) {
            observer.command("EXAMINE INBOX");
            return observer.command("FETCH " + message + " (FLAGS)").get(0);
        }
    }

    /** Paragraph "Keys without messages:write". */
    @Nested
    class KeyWithoutMessagesWrite {
        @Test
        void imaplibFlowShouldWork() throws IOException {
            List<String> selected = reader.command("SELECT INBOX");
            List<String> unseen = reader.command("SEARCH UNSEEN");
            List<String> fetched = reader.command("FETCH 1 (RFC822)");
            List<String> after = reader.command("SEARCH UNSEEN");
            List<String> logout = reader.command("LOGOUT");

            assertThat(selected).contains("* 1 EXISTS").last().asString().startsWith("OK [READ-WRITE]");
            assertThat(unseen).contains("* SEARCH 1");
            assertThat(fetched.get(0)).contains("Subject: New Task").contains("Do it.");
            assertThat(after).contains("* SEARCH");
            assertThat(logout.get(0)).startsWith("* BYE");
            assertThat(logout).last().asString().startsWith("OK");
        }

        @Test
        void permanentFlagsShouldLeaveOutDeletedAndDraft() throws IOException {
            String line = reader.command("SELECT INBOX").stream()
                    .filter(each -> each.contains("PERMANENTFLAGS"))
                    .findFirst()
                    .orElseThrow();

            assertThat(line)
                    .contains("\\Seen")
                    .contains("\\Answered")
                    .contains("\\Flagged")
                    .contains("\\*");
            assertThat(line).doesNotContain("\\Deleted").doesNotContain("\\Draft");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "STORE 1 +FLAGS (\\Seen)",
                    "STORE 1 -FLAGS (\\Seen)",
                    "STORE 1 +FLAGS.SILENT (\\Answered \\Flagged)",
                    "STORE 1 +FLAGS (Done)",
                    "UID STORE 1 FLAGS (\\Seen Done)",
                    "FETCH 1 (BODY[])",
                    "CHECK",
                    "NOOP",
                    "SUBSCRIBE INBOX",
                    "UNSUBSCRIBE INBOX",
                    "STATUS INBOX (MESSAGES UNSEEN)",
                    "LIST \"\" \"*\"",
                    "LSUB \"\" \"*\"",
                    "GETQUOTAROOT INBOX",
                    "NAMESPACE",
                    "ID NIL",
                    "UNSELECT"
                })
        void readingOrMarkingShouldBeAllowed(String command) throws IOException {
            reader.command("SELECT INBOX");

            assertThat(reader.status(command)).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "STORE 1 +FLAGS (\\Deleted)",
                    "STORE 1 -FLAGS (\\Deleted)",
                    "STORE 1 +FLAGS (\\Seen \\Draft)",
                    "STORE 1 FLAGS (\\Deleted)",
                    "UID STORE 1 FLAGS.SILENT (\\Draft)",
                    "COPY 1 Trash",
                    "UID COPY 1 Trash",
                    "MOVE 1 Trash",
                    "UID MOVE 1 Trash",
                    "EXPUNGE",
                    "UID EXPUNGE 1",
                    "CREATE Work",
                    "DELETE Work",
                    "RENAME Work Play",
                    "SETMETADATA INBOX (/private/comment \"x\")"
                })
        void writingShouldBeRefused(String command) throws IOException {
            reader.command("SELECT INBOX");

            assertThat(reader.status(command)).isEqualTo(NO_PERMISSION);
        }

        @Test
        void appendShouldBeRefusedWithItsLiteralRead() throws IOException {
            assertThat(reader.append("INBOX", MESSAGE)).isEqualTo(NO_PERMISSION);
            assertThat(reader.status("NOOP")).startsWith("OK");
        }

        @Test
        void replacingFlagsShouldLeaveDeletedAlone() throws IOException {
            writer.command("SELECT INBOX");
            writer.command("STORE 1 +FLAGS (\\Deleted \\Flagged Old)");
            reader.command("SELECT INBOX");

            String status = reader.status("STORE 1 FLAGS (\\Seen New)");

            assertThat(status).startsWith("OK");
            assertThat(flagsOf(1))
                    .contains("\\Deleted")
                    .contains("\\Seen")
                    .contains("New")
                    .doesNotContain("\\Flagged")
                    .doesNotContain("Old");
        }

        @Test
        void closeShouldNotExpunge() throws IOException {
            writer.command("SELECT INBOX");
            writer.command("STORE 1 +FLAGS (\\Deleted)");
            reader.command("SELECT INBOX");

            String status = reader.status("CLOSE");

            assertThat(status).startsWith("OK");
            assertThat(flagsOf(1)).contains("\\Deleted");
        }
    }

    @Nested
    class KeyWithMessagesWrite {
        @Test
        void appendShouldStore() throws IOException {
            assertThat(writer.append("Drafts", MESSAGE)).startsWith("OK [APPENDUID");
            assertThat(writer.command("STATUS Drafts (MESSAGES)").get(0)).contains("MESSAGES 1");
        }

        @Test
        void closeShouldExpunge() throws IOException {
            writer.command("SELECT INBOX");
            writer.command("STORE 1 +FLAGS (\\Deleted)");

            assertThat(writer.status("CLOSE")).startsWith("OK");
            assertThat(writer.command("STATUS INBOX (MESSAGES)").get(0)).contains("MESSAGES 0");
        }

        @Test
        void foldersShouldBeMadeRenamedAndDeleted() throws IOException {
            assertThat(writer.status("CREATE Work")).startsWith("OK");
            assertThat(writer.status("RENAME Work Play")).startsWith("OK");
            assertThat(writer.status("DELETE Play")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DELETE INBOX",
                    "DELETE sent",
                    "DELETE \"#private.Trash\"",
                    "RENAME Drafts Old",
                    "RENAME INBOX Old",
                    "CREATE \"a\u0001b\"",
                    "CREATE {3+}\r\na\nb",
                    "CREATE \"a..b\""
                })
        void foldersShouldBeProtected(String command) throws IOException {
            assertThat(writer.status(command)).startsWith("NO [CANNOT]");
        }

        @Test
        void copyOverTheQuotaShouldSaySo() throws Exception {
            server.limitStorage(100);
            writer.command("SELECT INBOX");

            assertThat(writer.status("COPY 1 Trash")).startsWith("NO [OVERQUOTA]");
        }

        /** Row "over the storage quota of the inbox". */
        @Test
        void appendOverTheQuotaShouldSaySo() throws Exception {
            server.limitStorage(100);

            assertThat(writer.append("Drafts", MESSAGE)).startsWith("NO [OVERQUOTA]");
        }
    }

    @Nested
    class Examine {
        @Test
        void examinedMailboxShouldBeShownReadOnly() throws IOException {
            List<String> answer = writer.command("EXAMINE INBOX");

            assertThat(answer).anyMatch(line -> line.startsWith("* OK [PERMANENTFLAGS ()]"));
            assertThat(answer).last().asString().startsWith("OK [READ-ONLY]");
        }

        @Test
        void fetchShouldNotSetSeen() throws IOException {
            writer.command("EXAMINE INBOX");

            assertThat(writer.command("FETCH 1 (BODY[])").get(0)).contains("Do it.");
            assertThat(flagsOf(1)).doesNotContain("\\Seen");
        }

        @ParameterizedTest
        @ValueSource(strings = {"STORE 1 +FLAGS (\\Seen)", "EXPUNGE", "UID EXPUNGE 1", "MOVE 1 Trash"})
        void changesShouldBeRefused(String command) throws IOException {
            writer.command("EXAMINE INBOX");

            assertThat(writer.status(command)).startsWith("NO [READ-ONLY]");
        }

        @Test
        void closeShouldNotExpunge() throws IOException {
            writer.command("SELECT INBOX");
            writer.command("STORE 1 +FLAGS (\\Deleted)");
            writer.command("EXAMINE INBOX");

            assertThat(writer.status("CLOSE")).startsWith("OK");
            assertThat(flagsOf(1)).contains("\\Deleted");
        }

        @Test
        void selectShouldMakeItWritableAgain() throws IOException {
            writer.command("EXAMINE INBOX");
            writer.command("SELECT INBOX");

            assertThat(writer.status("STORE 1 +FLAGS (\\Seen)")).startsWith("OK");
        }
    }

    @Nested
    class Folders {
        @Test
        void plainListShouldShowExactlyFourWithTheirSpecialUse() throws IOException {
            List<String> answer = writer.command("LIST \"\" \"*\"");

            assertThat(answer.stream().filter(line -> line.startsWith("* LIST")))
                    .hasSize(4);
            assertThat(answer).anyMatch(line -> line.contains("\\Sent") && line.endsWith("\"Sent\""));
            assertThat(answer).anyMatch(line -> line.contains("\\Drafts") && line.endsWith("\"Drafts\""));
            assertThat(answer).anyMatch(line -> line.contains("\\Trash") && line.endsWith("\"Trash\""));
        }

        @Test
        void allShouldBeSubscribed() throws IOException {
            List<String> answer = writer.command("LSUB \"\" \"*\"");

            assertThat(answer.stream().filter(line -> line.startsWith("* LSUB")))
                    .hasSize(4);
        }
    }

    @Nested
    class Capabilities {
        @Test
        void capabilitiesShouldBeThoseOfJamesWithoutSharingAndWithCondstore() throws IOException {
            List<String> words = List.of(writer.command("CAPABILITY").get(0).split(" "));

            assertThat(words)
                    .startsWith("*", "CAPABILITY", "IMAP4rev1")
                    .contains("LITERAL+", "CHILDREN", "I18NLEVEL=1", "OBJECTID", "SAVEDATE")
                    .contains("AUTH=PLAIN", "SASL-IR", "IDLE", "NAMESPACE", "ID", "UIDPLUS", "UNSELECT", "ENABLE")
                    .contains("CONDSTORE", "QRESYNC", "MOVE", "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE")
                    .contains("STATUS=SIZE", "WITHIN", "ESEARCH", "SEARCHRES", "APPENDLIMIT=73400320", "QUOTA")
                    .contains("METADATA", "XLIST");
            assertThat(words)
                    .doesNotContain(
                            "ACL",
                            "LIST-MYRIGHTS",
                            "CREATE-SPECIAL-USE",
                            "STARTTLS",
                            "LOGINDISABLED",
                            "COMPRESS=DEFLATE");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SETACL INBOX bob@shared.localhost lr",
                    "DELETEACL INBOX bob@shared.localhost",
                    "GETACL INBOX",
                    "MYRIGHTS INBOX",
                    "LISTRIGHTS INBOX bob@shared.localhost",
                    "STARTTLS",
                    "COMPRESS DEFLATE",
                    "SETQUOTA \"\" (STORAGE 1)"
                })
        void commandsThatAreNotServedShouldBeUnknown(String command) throws IOException {
            assertThat(writer.status(command)).startsWith("BAD");
        }
    }

    @Nested
    class Idle {
        @Test
        void newMessageShouldBePushed() throws Exception {
            reader.command("SELECT INBOX");
            String tag = reader.start("IDLE");
            reader.readLine();

            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(reader.readLine()).isEqualTo("* 2 EXISTS");
            reader.send("DONE\r\n");
            assertThat(reader.finish(tag)).last().asString().startsWith("OK");
        }

        @Test
        void waitingClientShouldGetSignsOfLife() throws Exception {
            try (TestImapServer lively = TestImapServer.start(folder, Map.of("idleTimeInterval", "1"));
                    ImapClient client = lively.login(lively.accounts.readKey)) {
                client.command("SELECT INBOX");
                client.start("IDLE");
                client.readLine();

                assertThat(client.readLine()).startsWith("* OK");
            }
        }

        @Test
        void doneSentTooEarlyShouldEndIt() throws IOException {
            reader.command("SELECT INBOX");
            reader.send("i1 IDLE\r\nDONE\r\ni2 NOOP\r\n");

            assertThat(reader.finish("i1")).last().asString().startsWith("OK");
            assertThat(reader.finish("i2")).last().asString().startsWith("OK");
        }

        @Test
        void otherWordsThanDoneShouldBeBad() throws IOException {
            reader.command("SELECT INBOX");
            String tag = reader.start("IDLE");
            reader.readLine();
            reader.send("ENOUGH\r\n");

            assertThat(reader.finish(tag)).last().asString().startsWith("BAD");
            assertThat(reader.status("NOOP")).startsWith("OK");
        }
    }

    @Nested
    class NamesOfNoMailbox {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "STATUS Missing (MESSAGES)",
                    "STATUS #user.bob@shared.localhost.INBOX (MESSAGES)",
                    "SELECT #user.bob@shared.localhost.INBOX",
                    "SELECT #shared.x"
                })
        void mailboxThatIsNotThereShouldBeNoOutage(String command) throws IOException {
            assertThat(writer.status(command)).isEqualTo("NO [NONEXISTENT] no such mailbox");
        }

        @ParameterizedTest
        @ValueSource(strings = {"STATUS \"&\" (MESSAGES)", "SELECT \"a&b\"", "LIST \"\" \"&\"", "CREATE \"&-&\""})
        void nameThatIsNoModifiedUtf7ShouldBeBadAndEndNothing(String command) throws IOException {
            assertThat(writer.status(command)).startsWith("BAD");
            assertThat(writer.status("NOOP")).startsWith("OK");
        }
    }

    /** Row "store down". */
    @Nested
    class StoreDown {
        @ParameterizedTest
        @ValueSource(strings = {"SELECT Sent", "LIST \"\" \"*\"", "STATUS Sent (MESSAGES)"})
        void commandShouldBeRefusedForNow(String command) throws IOException {
            server.setMailboxesDown(true);

            assertThat(writer.status(command)).isEqualTo("NO [UNAVAILABLE] temporary failure, try again later");
        }

        @Test
        void sessionShouldWorkAgainAfterwards() throws IOException {
            server.setMailboxesDown(true);
            writer.command("SELECT INBOX");
            server.setMailboxesDown(false);

            Awaitility.await().untilAsserted(() -> assertThat(writer.status("SELECT INBOX"))
                    .startsWith("OK"));
        }
    }

    @Nested
    class UidSetsBeyondTheMailbox {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "UID FETCH 1:* (FLAGS)",
                    "UID STORE 1:* +FLAGS (\\Seen)",
                    "UID EXPUNGE 1:*",
                    "UID COPY 1:* Drafts",
                    "UID MOVE 1:* Drafts"
                })
        void emptyMailboxShouldBeNoError(String command) throws IOException {
            writer.command("SELECT Trash");

            assertThat(writer.status(command)).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"UID COPY 1:4294967295 Drafts", "UID MOVE 1:4294967295 Drafts", "UID FETCH 7:9 (FLAGS)"})
        void rangesShouldEndWithTheMailbox(String command) throws IOException {
            writer.command("SELECT INBOX");

            assertThat(writer.status(command)).startsWith("OK");
        }

        @Test
        void starShouldNameTheLastMessage() throws IOException {
            writer.command("SELECT INBOX");

            assertThat(writer.command("UID FETCH 559:* (FLAGS)").get(0)).startsWith("* 1 FETCH");
        }
    }

    @Nested
    class FetchOfManyMessages {
        @BeforeEach
        void deliver() throws Exception {
            for (int i = 0; i < 34; i++) {
                server.deliver(ALICE, "INBOX", MESSAGE);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"FETCH 1:* (BODY[])", "UID FETCH 1:* (BODY.PEEK[HEADER])", "FETCH 1:35 (RFC822 FLAGS)"})
        void everyMessageShouldComeOnce(String command) throws IOException {
            reader.command("SELECT INBOX");

            List<String> answer = reader.command(command);

            assertThat(answer.stream().filter(line -> line.contains("New Task")))
                    .hasSize(35);
            assertThat(answer).last().asString().startsWith("OK");
        }

        @Test
        void onlyTheMessagesNamedShouldCome() throws IOException {
            reader.command("SELECT INBOX");

            List<String> answer = reader.command("UID FETCH 1:5,7,9:12,20:21,30:* (BODY.PEEK[TEXT])");

            assertThat(answer.stream().filter(line -> line.contains("Do it."))).hasSize(18);
        }

        @Test
        void sequenceNumberBeyondTheMailboxShouldBeBad() throws IOException {
            reader.command("SELECT INBOX");

            assertThat(reader.status("FETCH 1:36 (BODY[])")).startsWith("BAD");
        }
    }
}
