package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 2, "Folders", on the whole server: a client's folders as a library such as imaplib asks for them. */
class FolderNamesIT {
    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
    }

    /** "Exactly INBOX, Sent, Drafts, Trash, made with the inbox, subscribed". */
    @Test
    void theFourShouldBeThereAfterMailBeforeTheFirstLogin() {
        TestInbox bob = acme.createInbox("bob");
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(
                    alice.email(), List.of(bob.email()), Messages.message(alice.email(), bob.email(), "early"));
        }

        try (ImapConnection imap = server.imap(bob)) {
            assertThat(imap.ok("LIST \"\" \"*\"").untagged())
                    .containsExactly(
                            "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
                            "* LIST (\\HasNoChildren \\Drafts) \".\" \"Drafts\"",
                            "* LIST (\\HasNoChildren \\Sent) \".\" \"Sent\"",
                            "* LIST (\\HasNoChildren \\Trash) \".\" \"Trash\"");
            assertThat(imap.ok("LSUB \"\" \"*\"").untagged()).hasSize(4);
            Awaitility.await().untilAsserted(() -> assertThat(imap.count("INBOX", "early"))
                    .isEqualTo(1));
        }
    }

    /** "lead to the mapped folder instead of making a second one". */
    @Test
    void clientWithNamesOfItsOwnShouldUseTheFour() {
        try (ImapConnection imap = server.imap(alice)) {
            for (String name : List.of("Sent Items", "Deleted Messages", "INBOX.Sent", "[Gmail]/Sent Mail")) {
                imap.ok("CREATE \"" + name + "\"");
                imap.ok("SUBSCRIBE \"" + name + "\"");
                imap.ok("SELECT \"" + name + "\"");
            }
            imap.ok("APPEND \"Sent Items\" {15+}\r\nSubject: a\r\n\r\nb");
            imap.ok("SELECT \"[Gmail]/Sent Mail\"");
            imap.ok("UID MOVE 1 \"Deleted Messages\"");

            assertThat(imap.ok("STATUS \"Deleted Messages\" (MESSAGES)").untagged())
                    .contains("* STATUS \"Deleted Messages\" (MESSAGES 1)");
            assertThat(imap.ok("LIST \"\" \"Sent Items\"").untagged())
                    .containsExactly("* LIST (\\HasNoChildren \\Sent) \".\" \"Sent Items\"");
            assertThat(imap.ok("LIST \"\" (INBOX Sent* Trash)").untagged()).hasSize(3);
            assertThat(imap.ok("LIST \"\" *").untagged()).hasSize(4);
            assertThat(imap.ok("LSUB \"\" *").untagged()).hasSize(4);
        }
    }

    /** "They cannot be deleted or renamed". */
    @Test
    void theFourShouldStay() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("CREATE Work");
            for (String command : List.of(
                    "DELETE INBOX",
                    "DELETE \"Sent Items\"",
                    "RENAME Trash Old",
                    "RENAME INBOX.Drafts Old",
                    "RENAME Work \"Deleted Items\"")) {
                assertThat(imap.command(command).status()).as(command).startsWith("NO [CANNOT]");
            }
            assertThat(imap.command("RENAME Work sent").status()).startsWith("NO [ALREADYEXISTS]");
        }
    }

    /** "the names compare without case", also for clients that do not know of each other. */
    @Test
    void simultaneousSpellingsOfANameShouldMakeOneFolder() {
        List<String> spellings = List.of("Projects", "projects", "PROJECTS", "pROJECTS", "ProjectS", "projectS");
        List<ImapConnection> clients = IntStream.range(0, spellings.size())
                .mapToObj(index -> server.imap(alice))
                .toList();
        try {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).send("CREATE " + spellings.get(i));
            }
            long made = clients.stream()
                    .filter(client -> client.readResponse().contains(" OK "))
                    .count();

            assertThat(made).isEqualTo(1);
            assertThat(clients.get(0).ok("LIST \"\" proj*").untagged()).hasSize(1);
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).ok("SELECT " + spellings.get(i));
            }
        } finally {
            clients.forEach(ImapConnection::close);
        }
    }

    @Test
    void absurdNamesShouldEndNothing() {
        try (ImapConnection imap = server.imap(alice)) {
            for (String command : List.of(
                    "SELECT #x", "CREATE \"a&\"", "CREATE a..b", "CREATE " + "x".repeat(300), "CREATE \"a&AAo-b\"")) {
                assertThat(imap.command(command).status()).as(command).matches("(NO|BAD).*");
            }
            imap.ok("NOOP");
            imap.ok("CREATE \"B&APw-ro.&ZeVnLIqe-\"");
            assertThat(imap.ok("LIST \"\" \"b&ANw-ro.*\"").untagged())
                    .containsExactly("* LIST (\\HasNoChildren) \".\" \"B&APw-ro.&ZeVnLIqe-\"");
        }
    }
}
