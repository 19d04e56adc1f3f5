package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of limits and folders, each to something else than its default, seen by clients. */
class SettingsIT {
    private static final int MAX_MESSAGE_BYTES = 20_000;

    private static RunningServer server;
    private static TestOrganization acme;
    private TestInbox alice;

    @BeforeAll
    static void start() {
        server = RunningServer.startOnEmptyFolder(
                "it-settings",
                Map.of(
                        "SHARED_DOMAIN", "agents.example.org",
                        "MAX_MESSAGE_BYTES", String.valueOf(MAX_MESSAGE_BYTES),
                        "MAX_RECIPIENTS", "2",
                        "INBOX_SEND_LIMITS", "3/3600",
                        "QUOTA_BYTES", "30000",
                        "FOLDER_CREATION", "false",
                        "EXPUNGE", "delete"));
        acme = server.admin().createOrganization("Acme");
    }

    @AfterAll
    static void end() {
        server.end();
    }

    @BeforeEach
    void createInbox() {
        alice = acme.createInbox("alice");
    }

    private String message(String subject) {
        return Messages.message(alice.email(), alice.email(), subject);
    }

    private static String append(int size) {
        String header = "Subject: large\r\n\r\n";
        return "APPEND INBOX {" + size + "+}\r\n" + header + "x".repeat(size - header.length());
    }

    @Test
    void inboxesShouldBeInTheSharedDomain() {
        assertThat(alice.email()).matches("alice-[a-z0-9]{6}@agents\\.example\\.org");
    }

    @Test
    void largestMessageShouldBeAsSet() {
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            assertThat(smtp.ehlo()).contains("SIZE " + MAX_MESSAGE_BYTES);
            assertThat(smtp.command("MAIL FROM:<" + alice.email() + "> SIZE=" + (MAX_MESSAGE_BYTES + 1)))
                    .startsWith("552 5.3.4 ");
            assertThat(imap.ok("CAPABILITY").lines("CAPABILITY"))
                    .singleElement()
                    .asString()
                    .contains(" APPENDLIMIT=" + MAX_MESSAGE_BYTES);
        }
    }

    @Test
    void recipientsOfAMessageShouldBeAsManyAsSet() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");

            assertThat(smtp.command("RCPT TO:<one@example.com>")).startsWith("250 ");
            assertThat(smtp.command("RCPT TO:<two@example.com>")).startsWith("250 ");
            assertThat(smtp.command("RCPT TO:<three@example.com>")).startsWith("452 4.5.3 ");
        }
    }

    @Test
    void sendLimitOfAnInboxShouldBeAsSet() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            for (int i = 0; i < 3; i++) {
                smtp.submitAccepted(alice.email(), List.of(alice.email()), message(Messages.uniqueSubject("allowed")));
            }

            assertThat(smtp.submit(
                            alice.email(), List.of(alice.email()), message(Messages.uniqueSubject("one too many"))))
                    .startsWith("450 4.7.1 ");
        }
    }

    @Test
    void quotaShouldBeAsSet() {
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            imap.ok(append(19_000));

            assertThat(imap.command(append(19_000)).status()).startsWith("NO [OVERQUOTA]");
            imap.ok(append(11_000));
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            assertThat(smtp.command("RCPT TO:<" + alice.email() + ">")).startsWith("452 4.2.2 ");
        }
    }

    /** EXPUNGE=delete, "plain IMAP", and folders that keys may not create. */
    @Test
    void foldersShouldBehaveAsSet() {
        String subject = Messages.uniqueSubject("expunged");
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            smtp.submitAccepted(alice.email(), List.of(alice.email()), message(subject));
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));

            imap.ok("SELECT INBOX");
            imap.ok("STORE 1 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");

            assertThat(imap.headers("INBOX")).isEmpty();
            assertThat(imap.headers("Trash")).isEmpty();
            assertThat(imap.command("CREATE Work").status()).startsWith("NO ");
        }
    }
}
