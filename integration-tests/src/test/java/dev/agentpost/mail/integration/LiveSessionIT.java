package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that are under way when their right to be ends. */
class LiveSessionIT {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestKey key;
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        key = acme.createKey();
        alice = acme.createInbox("alice").withKey(key.secret());
    }

    @Test
    void revocationShouldEndSmtpSession() {
        assertSmtpSessionEnds(() -> acme.revoke(key));
    }

    @Test
    void revocationShouldEndImapSession() {
        assertImapSessionEnds("NOOP", () -> acme.revoke(key));
    }

    @Test
    void revocationShouldEndIdlingImapSession() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT INBOX");
            imap.send("IDLE");
            assertThat(imap.readResponse()).startsWith("+");

            acme.revoke(key);

            assertByeIn(imap);
        }
    }

    @Test
    void revocationShouldNotEndSessionOfAnotherKey() {
        TestInbox other = alice.withKey(acme.createKey().secret());
        try (ImapConnection revoked = server.imap(alice);
                ImapConnection stays = server.imap(other)) {
            acme.revoke(key);
            assertByeIn(revoked);

            assertThat(stays.command("NOOP").status()).startsWith("OK");
        }
    }

    @Test
    void suspensionShouldEndSmtpSession() {
        assertSmtpSessionEnds(() -> acme.patch(Map.of("status", "suspended")));
    }

    @Test
    void suspensionShouldEndImapSession() {
        assertImapSessionEnds("SELECT INBOX", () -> acme.patch(Map.of("status", "suspended")));
    }

    @Test
    void deletionOfInboxShouldEndSmtpSession() {
        assertSmtpSessionEnds(() -> acme.deleteInbox(alice.email()));
    }

    @Test
    void deletionOfInboxShouldEndImapSession() {
        assertImapSessionEnds("SELECT INBOX", () -> acme.deleteInbox(alice.email()));
    }

    private void assertSmtpSessionEnds(Runnable change) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");

            change.run();

            smtp.connection().patience(LIMIT);
            assertThat(smtp.readReply()).startsWith("421 4.7.0 ");
            assertThat(smtp.readReply()).isEmpty();
        }
    }

    private void assertImapSessionEnds(String command, Runnable change) {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok(command);

            change.run();

            assertByeIn(imap);
        }
    }

    private static void assertByeIn(ImapConnection imap) {
        imap.connection().patience(LIMIT);
        assertThat(imap.readResponse()).startsWith("* BYE");
        assertThat(imap.readResponse()).isNull();
    }
}
