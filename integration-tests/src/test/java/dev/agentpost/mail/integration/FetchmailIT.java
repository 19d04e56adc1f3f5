package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.FETCHMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fetchmail over IMAP, leaving the mail on the server and taking it away. */
class FetchmailIT {
    private static final int NO_NEW_MAIL = 1;

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;

    @TempDir
    private Path home;

    @BeforeEach
    void receiveMail() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
        MailProgram.settings(
                home,
                ".fetchmailrc",
                "set no bouncemail",
                "poll localhost protocol imap service " + server.imapsPort(),
                "  user '" + alice.email() + "' password '" + alice.key() + "'",
                "  ssl sslcertck sslcertfile '" + server.caFile() + "'",
                "  mda 'cat >> " + home.resolve("fetched") + "'");
        receive("one");
        receive("two");
    }

    private void receive(String subject) {
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            String message = Messages.message(alice.email(), alice.email(), subject);
            smtp.submitAccepted(alice.email(), List.of(alice.email()), message);
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
    }

    private List<String> fetchedSubjects() throws IOException {
        return Files.readAllLines(home.resolve("fetched")).stream()
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .toList();
    }

    @Test
    void keptMailShouldBeFetchedOnce() throws IOException {
        FETCHMAIL.run(home, "--keep");
        assertThat(FETCHMAIL.tryRun(home, "--keep").exit()).isEqualTo(NO_NEW_MAIL);
        receive("three");
        FETCHMAIL.run(home, "--keep");

        assertThat(fetchedSubjects()).containsExactly("one", "two", "three");
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(imap.headers("INBOX")).hasSize(3);
            assertThat(imap.ok("SEARCH SEEN").untagged()).contains("* SEARCH 1 2 3");
        }
    }

    @Test
    void mailTakenAwayShouldBeInTrash() throws IOException {
        FETCHMAIL.run(home, "--nokeep");
        assertThat(FETCHMAIL.tryRun(home, "--nokeep").exit()).isEqualTo(NO_NEW_MAIL);

        assertThat(fetchedSubjects()).containsExactly("one", "two");
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(imap.headers("INBOX")).isEmpty();
            assertThat(imap.count("Trash", "one")).isEqualTo(1);
            assertThat(imap.count("Trash", "two")).isEqualTo(1);
        }
    }
}
