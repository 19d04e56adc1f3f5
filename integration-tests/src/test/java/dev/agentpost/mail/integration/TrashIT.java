package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row "Trash" of the table of folders, and "Drafts" as far as it is about deleting. */
class TrashIT {
    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            for (String subject : List.of("one", "two", "three")) {
                smtp.submitAccepted(
                        alice.email(), List.of(alice.email()), Messages.message(alice.email(), alice.email(), subject));
                await().untilAsserted(
                                () -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPUNGE", "UID EXPUNGE 2", "CLOSE"})
    void expungedMessageShouldBeInTrash(String command) {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT INBOX");
            imap.ok("UID STORE 2 FLAGS (\\Seen \\Flagged work \\Deleted)");

            imap.ok(command);

            assertThat(subjects(imap, "INBOX")).containsExactly("one", "three");
            assertThat(subjects(imap, "Trash")).containsExactly("two");
            assertThat(imap.ok("FETCH 1 (FLAGS BODY.PEEK[])").untagged().get(0))
                    .contains("\\Seen", "\\Flagged", "work", "The body of two.")
                    .doesNotContain("\\Deleted");
        }
        assertThat(server.admin().checkStore("headers")).isEmpty();
    }

    @Test
    void expungeInSentShouldGoToTrash() {
        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() -> assertThat(subjects(imap, "Sent")).hasSize(3));

            expungeAll(imap, "Sent");

            assertThat(subjects(imap, "Sent")).isEmpty();
            assertThat(subjects(imap, "Trash")).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(subjects(imap, "INBOX")).hasSize(3);
        }
    }

    @Test
    void expungeInDraftsShouldDelete() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("APPEND Drafts (\\Draft) {26+}\r\nSubject: draft\r\n\r\nNot yet.");

            expungeAll(imap, "Drafts");

            assertThat(subjects(imap, "Drafts")).isEmpty();
            assertThat(subjects(imap, "Trash")).isEmpty();
        }
    }

    @Test
    void expungeInTrashShouldDelete() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT INBOX");
            imap.ok("MOVE 1:3 Trash");
            assertThat(subjects(imap, "Trash")).containsExactly("one", "two", "three");

            expungeAll(imap, "Trash");

            assertThat(subjects(imap, "Trash")).isEmpty();
        }
    }

    private static void expungeAll(ImapConnection imap, String folder) {
        imap.ok("SELECT " + folder);
        imap.ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.ok("EXPUNGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXPUNGE", "UID EXPUNGE 1:3", "CLOSE"})
    void clientThatMovesByCopyAndExpungeShouldNotFillTrash(String command) {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("CREATE Projects");
            imap.ok("SELECT INBOX");
            imap.ok("COPY 1:2 Projects");
            imap.ok("STORE 1:2 +FLAGS.SILENT (\\Deleted)");

            imap.ok(command);

            assertThat(subjects(imap, "INBOX")).containsExactly("three");
            assertThat(subjects(imap, "Projects")).containsExactly("one", "two");
            assertThat(subjects(imap, "Trash")).isEmpty();
        }
    }

    @Test
    void sessionWithQresyncShouldSeeVanishedWhileAnotherSeesItArrive() {
        try (ImapConnection imap = server.imap(alice);
                ImapConnection watching = server.imap(alice);
                ImapConnection inTrash = server.imap(alice)) {
            watching.ok("ENABLE QRESYNC");
            String uidValidity = first(watching.ok("SELECT INBOX"), "UIDVALIDITY (\\d+)");
            String before = first(watching.ok("STATUS INBOX (HIGHESTMODSEQ)"), "HIGHESTMODSEQ (\\d+)");
            inTrash.ok("SELECT Trash");
            imap.ok("SELECT INBOX");
            imap.ok("STORE 2 +FLAGS.SILENT (\\Deleted)");

            imap.ok("EXPUNGE");

            await().untilAsserted(
                            () -> assertThat(watching.ok("NOOP").untagged()).contains("* VANISHED 2"));
            await().untilAsserted(
                            () -> assertThat(inTrash.ok("NOOP").untagged()).contains("* 1 EXISTS"));
            imap.ok("ENABLE QRESYNC");
            assertThat(imap.ok("SELECT INBOX (QRESYNC (" + uidValidity + " " + before + "))")
                            .untagged())
                    .contains("* 2 EXISTS", "* VANISHED (EARLIER) 2");
        }
    }

    private static String first(ImapConnection.Answer answer, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(answer.toString());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** Paragraph "Keys without messages:write". */
    @Test
    void closeShouldBeUnselectForAKeyWithoutMessagesWrite() {
        TestInbox reader = alice.withKey(
                acme.createKey(Map.of("scopes", List.of("messages:read"))).secret());
        try (ImapConnection imap = server.imap(alice);
                ImapConnection reading = server.imap(reader)) {
            imap.ok("SELECT INBOX");
            imap.ok("STORE 1 +FLAGS (\\Deleted)");
            reading.ok("SELECT INBOX");

            reading.ok("CLOSE");

            assertThat(subjects(imap, "INBOX")).hasSize(3);
            assertThat(subjects(imap, "Trash")).isEmpty();
        }
    }

    @Test
    void emptyingShouldKeepWhatCameToTrashJustNow() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT INBOX");
            imap.ok("MOVE 1 Trash");

            RunningServer.Outcome command =
                    server.tryCommand("trash", "empty", "--yes", "--json", "--inbox", alice.email());

            assertThat(command.exit()).as(command.err()).isZero();
            JsonNode details = Json.parse(command.out().strip());
            assertThat(details.get("folders").asInt()).isEqualTo(1);
            assertThat(details.get("removed").asInt()).isZero();
            assertThat(subjects(imap, "Trash")).containsExactly("one");
        }
    }

    private static List<String> subjects(ImapConnection imap, String folder) {
        return imap.headers(folder).stream()
                .map(Pattern.compile("Subject: (\\w+)")::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }
}
