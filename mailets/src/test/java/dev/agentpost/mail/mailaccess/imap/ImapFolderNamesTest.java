package dev.agentpost.mail.mailaccess.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that clients use for a folder, over TLS: section 2, "Folders". */
class ImapFolderNamesTest extends AliceSession {
    private static final String MESSAGE =
            "From: x@example.org\r\nTo: alice@shared.localhost\r\nSubject: New Task\r\n\r\nDo it.\r\n";
    private static final String TOO_LONG = "x".repeat(256);

    @Override
    List<String> mail() {
        return List.of(MESSAGE);
    }

    private List<String> listed(String pattern) throws IOException {
        return client.command("LIST \"\" " + pattern).stream()
                .filter(line -> line.startsWith("* LIST"))
                .toList();
    }

    private String messagesIn(String name) throws IOException {
        return client.command("STATUS " + name + " (MESSAGES)").get(0);
    }

    /** "Names that clients use for the same thing … lead to the mapped folder instead of making a second one". */
    @Nested
    class OtherNames {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"Sent Items\"",
                    "\"Deleted Messages\"",
                    "INBOX.Sent",
                    "\"[Gmail]/Sent Mail\"",
                    "\"Sent Items.\"",
                    "\"#private.Sent Items\"",
                    "\"Gel&APY-schte Elemente\"",
                    "\"Entw&APw-rfe\""
                })
        void createShouldBeOkAndMakeNothing(String name) throws IOException {
            assertThat(client.status("CREATE " + name)).startsWith("OK");
            assertThat(client.status("CREATE " + name)).startsWith("OK");

            assertThat(listed("*")).hasSize(4);
        }

        @Test
        void selectShouldOpenTheFolder() throws IOException {
            client.append("Sent", MESSAGE);

            assertThat(client.command("SELECT \"Sent Items\""))
                    .contains("* 1 EXISTS")
                    .last()
                    .asString()
                    .startsWith("OK [READ-WRITE]");
            assertThat(client.command("EXAMINE \"[Gmail]/Sent Mail\""))
                    .contains("* 1 EXISTS")
                    .last()
                    .asString()
                    .startsWith("OK [READ-ONLY]");
        }

        @Test
        void appendShouldGoToTheFolder() throws IOException {
            assertThat(client.append("\"Sent Messages\"", MESSAGE)).startsWith("OK [APPENDUID");

            assertThat(messagesIn("Sent")).isEqualTo("* STATUS \"Sent\" (MESSAGES 1)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "COPY 1 \"Deleted Items\"",
                    "UID COPY 1 INBOX.Trash",
                    "MOVE 1 Bin",
                    "UID MOVE 1 \"[Gmail]/Trash\""
                })
        void copiesAndMovesShouldGoToTheFolder(String command) throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.command(command).toString()).contains("COPYUID");

            assertThat(messagesIn("Trash")).endsWith("(MESSAGES 1)");
        }

        @Test
        void answersShouldRepeatTheNameThatWasAskedFor() throws IOException {
            client.append("Sent", MESSAGE);
            client.command("SETMETADATA \"Sent Items\" (/private/comment \"mine\")");

            assertThat(messagesIn("\"sent items\"")).isEqualTo("* STATUS \"sent items\" (MESSAGES 1)");
            assertThat(client.command("GETQUOTAROOT \"Sent Items\"").get(0)).startsWith("* QUOTAROOT \"Sent Items\" ");
            assertThat(client.command("GETMETADATA \"Sent Mail\" /private/comment")
                            .get(0))
                    .startsWith("* METADATA \"Sent Mail\" (/private/comment \"mine\"");
        }

        @Test
        void subscriptionShouldBeThatOfTheFolder() throws IOException {
            assertThat(client.status("UNSUBSCRIBE \"Sent Items\"")).startsWith("OK");
            assertThat(client.command("LSUB \"\" \"*\"")).noneMatch(line -> line.contains("Sent"));

            assertThat(client.status("SUBSCRIBE \"Sent Mail\"")).startsWith("OK");
            assertThat(client.command("LSUB \"\" \"*\"").stream().filter(line -> line.contains("Sent")))
                    .containsExactly("* LSUB (\\Sent) \".\" \"Sent\"");
        }

        @ParameterizedTest
        @CsvSource({
            "Sent Items,\\Sent",
            "Deleted Messages,\\Trash",
            "INBOX.Drafts,\\Drafts",
            "[Gmail]/Sent Mail,\\Sent",
            "sEnT mAiL,\\Sent"
        })
        void listOfExactlyTheNameShouldShowItWithItsSpecialUse(String name, String specialUse) throws IOException {
            String line = "* LIST (\\HasNoChildren " + specialUse + ") \".\" \"" + name + "\"";

            assertThat(listed("\"" + name + "\"")).containsExactly(line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"Sent I*\"", "\"*Items\"", "INBOX.*", "INBOX.%", "\"[Gmail]*\"", "\"Deleted%\""})
        void listWithWildcardsShouldNotShowIt(String pattern) throws IOException {
            client.command("CREATE \"Sent Items\"");

            assertThat(listed(pattern)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DELETE \"Sent Items\"",
                    "DELETE INBOX.Trash",
                    "RENAME \"Deleted Items\" Old",
                    "RENAME Work \"Sent Items\"",
                    "RENAME Work \"[Gmail]/Trash\"",
                })
        void nameShouldNeitherBeRemovedNorGiven(String command) throws IOException {
            client.command("CREATE Work");

            assertThat(client.status(command)).startsWith("NO [CANNOT]");
        }

        @Test
        void folderBelowItShouldLieBelowTheFolder() throws IOException {
            assertThat(client.status("CREATE \"Sent Items.2026\"")).startsWith("OK");

            assertThat(listed("*")).hasSize(5).anyMatch(line -> line.endsWith("\"Sent.2026\""));
            assertThat(messagesIn("\"Sent Items.2026\"")).isEqualTo("* STATUS \"Sent Items.2026\" (MESSAGES 0)");
        }

        @Test
        void folderThatIsThereUnderTheNameShouldStayWhatItIs() throws Exception {
            server.makeFolder(ALICE, "Sent Items");
            client.append("\"sent items\"", MESSAGE);

            assertThat(messagesIn("\"Sent Items\"")).endsWith("(MESSAGES 1)");
            assertThat(messagesIn("Sent")).endsWith("(MESSAGES 0)");
            assertThat(listed("*")).hasSize(5);
            assertThat(client.status("DELETE \"Sent Items\"")).startsWith("OK");
            assertThat(messagesIn("\"Sent Items\"")).endsWith("(MESSAGES 0)");
        }

        @Test
        void keyWithoutMessagesWriteShouldNotCreateIt() throws IOException {
            try (ImapClient reader = server.login(server.accounts.readKey)) {
                assertThat(reader.status("CREATE \"Sent Items\"")).startsWith("NO [NOPERM]");
                assertThat(reader.status("SELECT \"Sent Items\"")).startsWith("OK");
            }
        }
    }

    /** "the names compare without case". */
    @Nested
    class Case {
        @BeforeEach
        void create() throws IOException {
            client.command("CREATE Projects");
        }

        @Test
        void firstSpellingShouldStay() throws IOException {
            assertThat(client.status("CREATE projects")).startsWith("NO [ALREADYEXISTS]");
            assertThat(client.status("CREATE projects.alpha")).startsWith("OK");

            assertThat(listed("proj*"))
                    .containsExactly(
                            "* LIST (\\HasChildren) \".\" \"Projects\"",
                            "* LIST (\\HasNoChildren) \".\" \"Projects.alpha\"");
        }

        @Test
        void folderShouldBeReachedInAnyCase() throws IOException {
            assertThat(client.append("PROJECTS", MESSAGE)).startsWith("OK");
            assertThat(client.command("SELECT projects")).contains("* 1 EXISTS");
            assertThat(messagesIn("pROJECTS")).isEqualTo("* STATUS \"pROJECTS\" (MESSAGES 1)");
            assertThat(client.status("DELETE PROJECTS")).startsWith("OK");
            assertThat(listed("*")).hasSize(4);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Inbox", "inbox", "sent", "TRASH"})
        void theFourShouldBeReachedInAnyCase(String name) throws IOException {
            assertThat(client.status("SELECT " + name)).startsWith("OK");
            assertThat(client.status("CREATE " + name)).startsWith("NO [ALREADYEXISTS]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RENAME Projects PROJECTS", "RENAME Projects sent", "RENAME Projects Inbox"})
        void renameToANameThatIsThereShouldBeRefused(String command) throws IOException {
            assertThat(client.status(command)).startsWith("NO [ALREADYEXISTS]");
        }

        @Test
        void folderShouldNotMoveBelowItself() throws IOException {
            assertThat(client.status("RENAME Projects projects.old")).startsWith("NO [CANNOT]");
        }

        @Test
        void folderBelowInboxShouldBeUsual() throws IOException {
            assertThat(client.status("CREATE inbox.Work")).startsWith("OK");

            assertThat(listed("INBOX*"))
                    .containsExactly(
                            "* LIST (\\HasChildren) \".\" \"INBOX\"", "* LIST (\\HasNoChildren) \".\" \"INBOX.Work\"");
            assertThat(client.status("SELECT Inbox.WORK")).startsWith("OK");
        }
    }

    /** "modified UTF-7 …, names with control characters or absurd length refused". */
    @Nested
    class Spelling {
        @ParameterizedTest
        @ValueSource(strings = {"B&APw-ro", "Tom &- Jerry", "&U,BTFw-", "&2D3cSw-", "~peter.mail.&ZeVnLIqe-"})
        void nameShouldComeBackAsItWasGiven(String name) throws IOException {
            assertThat(client.status("CREATE \"" + name + "\"")).startsWith("OK");

            assertThat(listed("\"" + name + "\"")).singleElement().asString().endsWith("\"" + name + "\"");
            assertThat(client.status("SELECT \"" + name + "\"")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"CREATE \"&\"", "CREATE \"B&APw\"", "SELECT \"a&b\"", "LIST \"\" \"&\"", "LSUB \"&\" \"*\""})
        void malformedUtf7ShouldBeBad(String command) throws IOException {
            assertThat(client.status(command)).startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "CREATE \"a\u0001b\"",
                    "CREATE \"a&AAo-b\"",
                    "CREATE \"a&2AA-\"",
                    "CREATE \"a*\"",
                    "CREATE \"a%b\"",
                    "CREATE a..b",
                    "CREATE .a",
                    "CREATE \"#news.x\"",
                    "CREATE a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a",
                    "CREATE TOO_LONG",
                    "SUBSCRIBE TOO_LONG",
                    "RENAME Work TOO_LONG",
                    "RENAME Work \"a&AA0-b\""
                })
        void absurdNameShouldBeRefused(String command) throws IOException {
            client.command("CREATE Work");

            assertThat(client.status(command.replace("TOO_LONG", TOO_LONG))).matches("(NO \\[CANNOT]|BAD).*");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT #x",
                    "SELECT \"#\"",
                    "EXAMINE \"#private\"",
                    "STATUS #x (MESSAGES)",
                    "SELECT TOO_LONG",
                    "DELETE #x",
                    "RENAME #x y",
                    "UNSUBSCRIBE TOO_LONG"
                })
        void nameOfNothingShouldEndNothing(String command) throws IOException {
            assertThat(client.status(command.replace("TOO_LONG", TOO_LONG))).matches("(NO|OK|BAD).*");
            assertThat(client.status("NOOP")).startsWith("OK");
        }
    }

    /** "unless the operator turns that off". */
    @Test
    void creationShouldBeRefusedWhenItIsTurnedOff() throws Exception {
        try (TestImapServer strict = TestImapServer.startWithoutFolderCreation(folder)) {
            strict.makeFolder(ALICE, "Work");
            try (ImapClient writer = strict.login(strict.accounts.aliceKey)) {
                assertThat(writer.status("CREATE Play"))
                        .isEqualTo("NO [NOPERM] folders cannot be created on this server");
                assertThat(writer.status("RENAME Work Play"))
                        .isEqualTo("NO [NOPERM] folders cannot be created on this server");
                assertThat(writer.status("CREATE \"Sent Items\"")).startsWith("OK");
                assertThat(writer.status("DELETE Work")).startsWith("OK");
            }
        }
    }

    @Test
    void storeDownShouldBeSaidForAnotherNameToo() throws IOException {
        server.setMailboxesDown(true);

        assertThat(client.status("SELECT \"Sent Items\""))
                .isEqualTo("NO [UNAVAILABLE] temporary failure, try again later");
    }
}
