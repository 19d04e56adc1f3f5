package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.ImapConnection.Answer;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Thunderbird says to the server, in its words and its order. Recorded from Thunderbird 153.7 in the session of {@link
 * RealThunderbird} by its own log, but for the tests that say otherwise: those are of settings that the session does not use.
 */
class ThunderbirdSequenceIT {
    private static final String HEADERS = "(UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (From To Cc Bcc Subject Date"
            + " Message-ID Priority X-Priority References Newsgroups In-Reply-To Content-Type Reply-To Received)])";
    private static final String HIDDEN = "hidden@example.com";
    private static final String BODY = "(UID RFC822.SIZE BODY.PEEK[])";

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;
    private ImapConnection inbox;
    private ImapConnection other;

    @BeforeEach
    void connect() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
        inbox = login();
        other = login();
    }

    @AfterEach
    void logout() {
        for (ImapConnection connection : List.of(inbox, other)) {
            assertThat(connection.ok("logout").untagged())
                    .singleElement()
                    .asString()
                    .startsWith("* BYE");
            connection.close();
        }
    }

    private ImapConnection login() {
        ImapConnection imap = server.imap();
        assertThat(capabilities(imap)).contains("IDLE", "SASL-IR", "AUTH=PLAIN");
        String tag = imap.send("authenticate PLAIN");
        assertThat(imap.readResponse()).startsWith("+");
        imap.connection().writeLine(SmtpConnection.base64("\0" + alice.email() + "\0" + alice.key()));
        assertThat(imap.readResponse()).startsWith(tag + " OK");
        assertThat(capabilities(imap))
                .contains("NAMESPACE", "SPECIAL-USE", "LIST-EXTENDED", "XLIST", "UIDPLUS", "MOVE", "IDLE", "LITERAL+")
                .contains("CONDSTORE", "ENABLE", "QUOTA", "ID")
                .doesNotContain("ACL");
        assertThat(imap.ok("ID (\"name\" \"Thunderbird\" \"version\" \"153.7.0\")")
                        .untagged())
                .singleElement()
                .asString()
                .startsWith("* ID ");
        return imap;
    }

    private static List<String> capabilities(ImapConnection imap) {
        List<String> lines = imap.ok("capability").lines("CAPABILITY");
        assertThat(lines).hasSize(1);
        return List.of(lines.get(0).split(" "));
    }

    @Test
    void foldersShouldBeFoundOnceEach() {
        assertThat(inbox.ok("namespace").untagged()).containsExactly("* NAMESPACE ((\"\" \".\")) NIL NIL");
        assertThat(inbox.ok("xlist \"\" \"%\"").untagged())
                .containsExactly(
                        "* XLIST (\\HasNoChildren \\Inbox) \".\" \"INBOX\"",
                        "* XLIST (\\HasNoChildren \\Drafts) \".\" \"Drafts\"",
                        "* XLIST (\\HasNoChildren \\Sent) \".\" \"Sent\"",
                        "* XLIST (\\HasNoChildren \\Trash) \".\" \"Trash\"");
        assertThat(inbox.ok("xlist \"\" \"%.%\"").untagged()).isEmpty();
        assertThat(inbox.ok("list (subscribed) \"\" \"*\" return (special-use)").untagged())
                .containsExactly(
                        "* LIST (\\HasNoChildren \\Subscribed) \".\" \"INBOX\"",
                        "* LIST (\\HasNoChildren \\Subscribed \\Drafts) \".\" \"Drafts\"",
                        "* LIST (\\HasNoChildren \\Subscribed \\Sent) \".\" \"Sent\"",
                        "* LIST (\\HasNoChildren \\Subscribed \\Trash) \".\" \"Trash\"");
        assertThat(inbox.ok("list \"\" \"INBOX\"").untagged())
                .containsExactly("* LIST (\\HasNoChildren) \".\" \"INBOX\"");
    }

    /** From its sources: what it says to servers without LIST-EXTENDED, and when it shows all folders. */
    @Test
    void foldersShouldBeFoundOnceEachByLsubToo() {
        assertThat(inbox.ok("lsub \"\" \"*\"").untagged())
                .hasSize(4)
                .allMatch(line -> line.startsWith("* LSUB ("))
                .anyMatch(line -> line.contains("\\Trash") && line.endsWith("\".\" \"Trash\""));
        assertThat(inbox.ok("list \"\" \"*\"").untagged()).hasSize(4);
        assertThat(inbox.ok("list \"\" \"Sent\"").untagged())
                .containsExactly("* LIST (\\HasNoChildren \\Sent) \".\" \"Sent\"");
        inbox.ok("subscribe \"Sent\"");
        assertThat(inbox.ok("lsub \"\" \"*\"").untagged()).hasSize(4);
    }

    @Test
    void mailShouldBeShownAndNewMailAnnounced() {
        append(other, "INBOX", "", message("one"));
        Answer selected = select(inbox, "INBOX");
        assertThat(selected.status()).startsWith("OK [READ-WRITE]");
        assertThat(selected.lines("EXISTS")).containsExactly("* 1 EXISTS");
        assertThat(selected.lines("PERMANENTFLAGS")).singleElement().asString().contains("\\Deleted", "\\*");
        assertThat(selected.lines("UIDVALIDITY")).hasSize(1);
        assertThat(selected.lines("UIDNEXT")).singleElement().asString().contains("[UIDNEXT 2]");
        assertThat(inbox.ok("UID fetch 1:* (FLAGS)").lines("FETCH"))
                .singleElement()
                .asString()
                .contains("UID 1");
        assertThat(header(inbox, "1"))
                .contains("Subject: one\r\n", "Content-Type: text/plain")
                .endsWith("\r\n\r\n)");
        assertThat(inbox.ok("UID fetch 1 " + BODY).lines("FETCH"))
                .singleElement()
                .asString()
                .contains("RFC822.SIZE " + message("one").length(), "UID 1", "The body of one.");

        String idle = idle(inbox);
        append(other, "INBOX", "", message("two"));
        assertThat(heard(inbox, "EXISTS")).isEqualTo("* 2 EXISTS");
        done(inbox, idle);

        inbox.ok("noop");
        assertThat(inbox.ok("UID fetch 2:* (FLAGS)").lines("FETCH")).hasSize(1);
        assertThat(header(inbox, "2")).contains("Subject: two\r\n");
        assertThat(inbox.ok("UID fetch 2 (UID BODY.PEEK[HEADER.FIELDS (Content-Type Content-Transfer-Encoding)]"
                                + " BODY.PEEK[TEXT]<0.2048>)")
                        .lines("FETCH"))
                .singleElement()
                .asString()
                .contains("Content-Type: text/plain", "BODY[TEXT]<0> {", "The body of two.");
        assertThat(inbox.ok("uid store 2 +Flags (\\Seen)").lines("FETCH"))
                .singleElement()
                .asString()
                .contains("\\Seen", "UID 2");
        assertThat(inbox.ok("uid store 2 +Flags (\\Flagged)").status()).startsWith("OK");
        assertThat(inbox.ok("uid store 2 +FLAGS ($label1)").lines("FETCH"))
                .singleElement()
                .asString()
                .contains("\\Flagged", "\\Seen", "$label1");
    }

    @Test
    void messageSentShouldBeFiledOnce() {
        String message = message("greeting");
        select(inbox, "INBOX");
        String idle = idle(inbox);

        try (SmtpConnection smtp = server.smtp()) {
            assertThat(smtp.command("EHLO [127.0.0.1]")).contains("AUTH PLAIN LOGIN", "8BITMIME", "SIZE 73400320");
            smtp.login(alice);
            assertThat(smtp.command("MAIL FROM:<" + alice.email() + "> BODY=8BITMIME SIZE=" + message.length()))
                    .startsWith("250 2.1.0");
            assertThat(smtp.command("RCPT TO:<" + alice.email() + ">")).startsWith("250 2.1.5");
            assertThat(smtp.command("RCPT TO:<" + HIDDEN + ">")).startsWith("250 2.1.5");
            assertThat(smtp.command("DATA")).startsWith("354");
            smtp.connection().writeLine(message + ".");
            assertThat(smtp.readReply()).matches("250 2\\.6\\.0 \\S+ accepted");
            assertThat(append(other, "Sent", "\\Seen", "Bcc: " + HIDDEN + "\r\n" + message))
                    .matches("OK \\[APPENDUID \\d+ 1] APPEND completed.");
            assertThat(smtp.command("QUIT")).startsWith("221");
        }

        assertThat(heard(inbox, "EXISTS")).isEqualTo("* 1 EXISTS");
        done(inbox, idle);
        await().untilAsserted(() -> {
            assertThat(select(other, "Sent").lines("EXISTS")).containsExactly("* 1 EXISTS");
            assertThat(header(other, "1")).contains("Subject: greeting", "Bcc: " + HIDDEN, "\\Seen");
        });
    }

    @Test
    void deletedMessageShouldMoveToTrashAndGoWhenTrashIsEmptied() {
        append(other, "INBOX", "", message("one"));
        select(inbox, "INBOX");
        select(other, "Trash");
        String idle = idle(other);

        Answer moved = inbox.ok("uid move 1 \"Trash\"");

        assertThat(moved.toString()).contains("[COPYUID ", "* 1 EXPUNGE");
        assertThat(heard(other, "EXISTS")).isEqualTo("* 1 EXISTS");
        done(other, idle);
        other.ok("noop");
        assertThat(header(other, "1")).contains("Subject: one\r\n");

        other.ok("store 1:* +FLAGS.SILENT (\\Deleted)");
        assertThat(other.ok("expunge").lines("EXPUNGE")).containsExactly("* 1 EXPUNGE");
        assertThat(other.ok("list \"\" \"Trash.*\"").untagged()).isEmpty();
        assertThat(select(other, "Trash").lines("EXISTS")).containsExactly("* 0 EXISTS");
    }

    /** From its sources: "mark it as deleted" and later "compact", and "remove it immediately". */
    @Test
    void messageMarkedAsDeletedShouldBeInTrashAfterCompaction() {
        append(other, "INBOX", "", message("one"));
        append(other, "INBOX", "", message("two"));
        select(inbox, "INBOX");

        inbox.ok("uid store 1 +Flags (\\Seen \\Deleted)");
        assertThat(inbox.ok("expunge").lines("EXPUNGE")).containsExactly("* 1 EXPUNGE");
        inbox.ok("uid store 2 +Flags (\\Seen \\Deleted)");
        inbox.ok("close");

        assertThat(select(other, "Trash").lines("EXISTS")).containsExactly("* 2 EXISTS");
        assertThat(header(other, "1")).contains("Subject: one\r\n").doesNotContain("\\Deleted");
    }

    /** From its sources: what it says to servers without MOVE. */
    @Test
    void messageCopiedToTrashShouldBeThereOnceAfterCompaction() {
        append(other, "INBOX", "", message("one"));
        select(inbox, "INBOX");

        assertThat(inbox.ok("uid copy 1 \"Trash\"").status()).startsWith("OK [COPYUID ");
        inbox.ok("uid store 1 +Flags (\\Seen \\Deleted)");
        inbox.ok("expunge");

        assertThat(select(other, "Trash").lines("EXISTS")).containsExactly("* 1 EXISTS");
        assertThat(select(inbox, "INBOX").lines("EXISTS")).containsExactly("* 0 EXISTS");
    }

    @Test
    void draftSavedAgainShouldReplaceTheFirst() {
        select(inbox, "Drafts");
        assertThat(append(inbox, "Drafts", "\\Draft", message("begun"))).contains("[APPENDUID ");
        inbox.ok("noop");
        assertThat(inbox.ok("UID fetch 1:* (FLAGS)").lines("FETCH"))
                .singleElement()
                .asString()
                .contains("\\Draft");
        assertThat(append(inbox, "Drafts", "\\Draft", message("begun and finished")))
                .contains("[APPENDUID ");
        inbox.ok("noop");
        assertThat(header(inbox, "1:2")).contains("Subject: begun\r\n");

        inbox.ok("uid store 1 +Flags (\\Seen \\Deleted)");
        assertThat(inbox.ok("uid expunge 1").lines("EXPUNGE")).containsExactly("* 1 EXPUNGE");

        assertThat(inbox.ok("UID fetch 1 " + BODY).lines("FETCH")).isEmpty();
        assertThat(inbox.ok("UID fetch 3:* (FLAGS)").lines("FETCH")).hasSize(1);
        assertThat(select(other, "Trash").lines("EXISTS")).containsExactly("* 0 EXISTS");
    }

    @Test
    void newFolderShouldBeListed() {
        inbox.ok("create \"Projects\"");
        inbox.ok("subscribe \"Projects\"");

        assertThat(inbox.ok("list \"\" \"Projects\"").untagged())
                .containsExactly("* LIST (\\HasNoChildren) \".\" \"Projects\"");
        assertThat(other.ok("list (subscribed) \"\" \"*\" return (special-use)").untagged())
                .hasSize(5);
    }

    /** From its sources: with {@code mail.server.default.use_condstore}, when it opens a folder that it knows. */
    @Test
    void changesSinceTheLastVisitShouldBeFetchedByModseq() {
        append(other, "INBOX", "", message("one"));
        append(other, "INBOX", "", message("two"));
        String selected = inbox.ok("select \"INBOX\" (CONDSTORE)").toString();
        String modseq = selected.replaceAll("(?s).*HIGHESTMODSEQ (\\d+).*", "$1");
        select(other, "INBOX");
        other.ok("uid store 2 +Flags (\\Flagged)");

        Answer changed = inbox.ok("UID fetch 1:* (FLAGS) (CHANGEDSINCE " + modseq + ")");

        assertThat(changed.lines("* 1 FETCH")).isEmpty();
        assertThat(changed.lines("* 2 FETCH")).isNotEmpty().allSatisfy(line -> assertThat(line)
                .contains("UID 2", "\\Flagged", "MODSEQ ("));
    }

    private static Answer select(ImapConnection imap, String folder) {
        Answer answer = imap.ok("select \"" + folder + "\"");
        assertThat(imap.ok("getquotaroot \"" + folder + "\"").untagged().toString())
                .contains("* QUOTAROOT \"" + folder + "\" ", "(STORAGE ", " 5242880)");
        return answer;
    }

    private static String header(ImapConnection imap, String uids) {
        return imap.ok("UID fetch " + uids + " " + HEADERS).lines("FETCH (").get(0);
    }

    private static String append(ImapConnection imap, String folder, String flags, String message) {
        return imap.ok("append \"" + folder + "\" (" + flags + ") {" + message.length() + "+}\r\n" + message)
                .status();
    }

    private static String idle(ImapConnection imap) {
        String tag = imap.send("IDLE");
        assertThat(imap.readResponse()).startsWith("+");
        return tag;
    }

    private static void done(ImapConnection imap, String tag) {
        imap.connection().writeLine("DONE");
        assertThat(heard(imap, tag)).isEqualTo(tag + " OK IDLE completed.");
    }

    /** The next line with this word, while the client idles. */
    private static String heard(ImapConnection imap, String word) {
        String line = imap.readResponse();
        while (line != null && !line.contains(word)) {
            line = imap.readResponse();
        }
        return line;
    }

    private String message(String subject) {
        return Messages.withFields(
                subject,
                List.of(
                        "MIME-Version: 1.0",
                        "User-Agent: Mozilla Thunderbird",
                        "From: Alice <" + alice.email() + ">",
                        "To: " + alice.email(),
                        "Content-Type: text/plain; charset=UTF-8; format=flowed",
                        "Content-Transfer-Encoding: 7bit"));
    }
}
