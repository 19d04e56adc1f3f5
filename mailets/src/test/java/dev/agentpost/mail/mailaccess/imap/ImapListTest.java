package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LIST, LSUB and XLIST over TLS: section 2, "with their special-use attributes in every LIST answer". */
class ImapListTest extends AliceSession {
    private static final String MESSAGE = "Subject: New Task\r\n\r\nDo it.\r\n";

    private static final String[] FOUR = {
        "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
        "* LIST (\\HasNoChildren \\Drafts) \".\" \"Drafts\"",
        "* LIST (\\HasNoChildren \\Sent) \".\" \"Sent\"",
        "* LIST (\\HasNoChildren \\Trash) \".\" \"Trash\""
    };

    @Override
    List<String> mail() {
        return List.of(MESSAGE);
    }

    private List<String> untagged(String command) throws IOException {
        List<String> lines = client.command(command);
        assertThat(lines).last().asString().startsWith("OK");
        return lines.subList(0, lines.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIST \"\" \"*\"",
                "LIST \"\" *",
                "LIST \"\" %",
                "list \"\" (*)",
                "LIST () \"\" \"%\"",
                "LIST \"\" {1+}\r\n*",
                "LIST \"\" \"*\" RETURN ()",
                "LIST \"\" \"*\" RETURN (SPECIAL-USE)",
                "LIST \"\" \"*\" RETURN (CHILDREN SPECIAL-USE)",
                "LIST (REMOTE) \"\" \"*\""
            })
    void everyListShouldShowTheFourWithTheirSpecialUse(String command) throws IOException {
        assertThat(untagged(command)).containsExactly(FOUR);
    }

    @Test
    void emptyPatternShouldTellTheDelimiter() throws IOException {
        assertThat(untagged("LIST \"\" \"\"")).containsExactly("* LIST (\\Noselect) \".\" \"\"");
    }

    @Test
    void referenceShouldBeALevelOfHierarchy() throws IOException {
        client.command("CREATE Work.2026");

        assertThat(untagged("LIST Work %")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work.2026\"");
        assertThat(untagged("LIST Work. %")).containsExactly("* LIST (\\HasNoChildren) \".\" \"Work.2026\"");
        assertThat(untagged("LIST [Gmail]/ \"Sent Mail\""))
                .containsExactly("* LIST (\\HasNoChildren \\Sent) \".\" \"[Gmail]/Sent Mail\"");
    }

    /** RFC 5258, which James answers with BAD. */
    @Test
    void severalPatternsShouldBeTaken() throws IOException {
        assertThat(untagged("LIST \"\" (\"INBOX\" \"Sent*\" \"Deleted Items\")"))
                .containsExactly(FOUR[0], FOUR[2], "* LIST (\\HasNoChildren \\Trash) \".\" \"Deleted Items\"");
    }

    @Test
    void specialUseShouldSelect() throws IOException {
        client.command("CREATE Work");

        assertThat(untagged("LIST (SPECIAL-USE) \"\" \"*\"")).containsExactly(FOUR[1], FOUR[2], FOUR[3]);
    }

    @Test
    void subscribedShouldBeReturnedWhenAskedFor() throws IOException {
        client.command("UNSUBSCRIBE Drafts");

        assertThat(untagged("LIST \"\" (Drafts Sent) RETURN (SUBSCRIBED)"))
                .containsExactly(FOUR[1], "* LIST (\\HasNoChildren \\Subscribed \\Sent) \".\" \"Sent\"");
    }

    @Test
    void subscribedShouldSelect() throws IOException {
        client.command("UNSUBSCRIBE Drafts");
        client.command("SUBSCRIBE Gone");

        assertThat(untagged("LIST (SUBSCRIBED) \"\" \"*\""))
                .containsExactly(
                        "* LIST (\\HasNoChildren \\Subscribed) \".\" \"INBOX\"",
                        "* LIST (\\NonExistent \\Noselect \\HasNoChildren \\Subscribed) \".\" \"Gone\"",
                        "* LIST (\\HasNoChildren \\Subscribed \\Sent) \".\" \"Sent\"",
                        "* LIST (\\HasNoChildren \\Subscribed \\Trash) \".\" \"Trash\"");
    }

    @Test
    void recursiveMatchShouldTellOfSubscribedChildren() throws IOException {
        client.command("CREATE Work.2026");
        client.command("SUBSCRIBE work.2026");

        assertThat(untagged("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" \"W%\""))
                .containsExactly("* LIST (\\HasChildren) \".\" \"Work\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
    }

    /** RFC 5819. */
    @Test
    void statusShouldFollowEachFolder() throws IOException {
        assertThat(untagged("LIST \"\" (INBOX \"Sent Items\") RETURN (STATUS (MESSAGES UNSEEN))"))
                .containsExactly(
                        FOUR[0],
                        "* STATUS \"INBOX\" (MESSAGES 1 UNSEEN 1)",
                        "* LIST (\\HasNoChildren \\Sent) \".\" \"Sent Items\"",
                        "* STATUS \"Sent Items\" (MESSAGES 0 UNSEEN 0)");
    }

    /** RFC 7889 section 3.1, at which James's LIST fails. */
    @Test
    void statusShouldTellTheLargestMessage() throws IOException {
        assertThat(untagged("LIST \"\" INBOX RETURN (SPECIAL-USE STATUS (APPENDLIMIT UIDNEXT) SUBSCRIBED)"))
                .contains("* STATUS \"INBOX\" (APPENDLIMIT 73400320 UIDNEXT 2)");
    }

    @Test
    void levelThatIsNoFolderShouldBeShownAsSuch() throws IOException {
        client.command("CREATE Work.2026");
        client.command("DELETE Work");

        assertThat(untagged("LIST \"\" W%"))
                .containsExactly("* LIST (\\NonExistent \\Noselect \\HasChildren) \".\" \"Work\"");
        assertThat(untagged("LIST \"\" W%  RETURN (STATUS (MESSAGES))")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIST",
                "LIST \"\"",
                "LIST \"\" ()",
                "LIST \"\" (INBOX",
                "LIST \"\" INBOX x",
                "LIST (RECURSIVEMATCH) \"\" *",
                "LIST (REMOTE RECURSIVEMATCH) \"\" *",
                "LIST (NONSENSE) \"\" *",
                "LIST \"\" * RETURN",
                "LIST \"\" * RETURN (MYRIGHTS)",
                "LIST \"\" * RETURN (STATUS)",
                "LIST \"\" * RETURN (STATUS (NONSENSE))",
                "LSUB \"\" (INBOX Sent)",
                "LSUB \"\" * RETURN (CHILDREN)"
            })
    void malformedListShouldBeBad(String command) throws IOException {
        assertThat(client.status(command)).startsWith("BAD");
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    @Nested
    class Lsub {
        @Test
        void subscribedShouldBeShownWithTheirSpecialUse() throws IOException {
            assertThat(untagged("LSUB \"\" \"*\""))
                    .containsExactly(
                            "* LSUB () \".\" \"INBOX\"",
                            "* LSUB (\\Drafts) \".\" \"Drafts\"",
                            "* LSUB (\\Sent) \".\" \"Sent\"",
                            "* LSUB (\\Trash) \".\" \"Trash\"");
        }

        /** RFC 3501 section 6.3.9. */
        @Test
        void levelAboveSubscribedNamesShouldBeShownToThePercentSign() throws IOException {
            client.command("CREATE Work.2026");
            client.command("SUBSCRIBE Work.2026");

            assertThat(untagged("LSUB \"\" W%")).containsExactly("* LSUB (\\Noselect) \".\" \"Work\"");
            assertThat(untagged("LSUB \"\" W*")).containsExactly("* LSUB () \".\" \"Work.2026\"");
        }
    }

    @Test
    void xlistShouldShowInboxToo() throws IOException {
        assertThat(untagged("XLIST \"\" \"*\""))
                .containsExactly(
                        "* XLIST (\\HasNoChildren \\Inbox) \".\" \"INBOX\"",
                        "* XLIST (\\HasNoChildren \\Drafts) \".\" \"Drafts\"",
                        "* XLIST (\\HasNoChildren \\Sent) \".\" \"Sent\"",
                        "* XLIST (\\HasNoChildren \\Trash) \".\" \"Trash\"");
    }

    @Test
    void keyWithoutMessagesWriteShouldList() throws IOException {
        try (ImapClient reader = server.login(server.accounts.readKey)) {
            assertThat(reader.command("LIST \"\" \"*\"")).startsWith(FOUR);
        }
    }
}
