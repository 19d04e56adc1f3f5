package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.SWAKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** swaks, with which operators try out a submission server. */
class SwaksIT {
    /** What swaks ends with when no login succeeded, and when a recipient was refused. */
    private static final int NO_LOGIN = 28;

    private static final int NO_RECIPIENT = 24;

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;

    @TempDir
    private Path home;

    @BeforeEach
    void createInbox() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
    }

    private Outcome submit(String mechanism, String key, String to, String subject) {
        return SWAKS.tryRun(
                home,
                "--server",
                "localhost:" + server.smtpsPort(),
                "--tls-on-connect",
                "--tls-verify",
                "--tls-ca-path",
                server.caFile().toString(),
                "--auth",
                mechanism,
                "--auth-user",
                alice.email(),
                "--auth-password",
                key,
                "--from",
                alice.email(),
                "--to",
                to,
                "--header",
                "Subject: " + subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void messageShouldBeAccepted(String mechanism) {
        String subject = Messages.uniqueSubject("tried with swaks");

        Outcome outcome = submit(mechanism, alice.key(), alice.email(), subject);

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).containsPattern("250 2\\.6\\.0 \\S+ accepted");
        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            await().untilAsserted(() -> assertThat(imap.count("Sent", subject)).isEqualTo(1));
        }
    }

    @Test
    void unknownKeyShouldBeRefused() {
        Outcome outcome = submit("PLAIN", Keys.unknown(), alice.email(), "never");

        assertThat(outcome.exit()).isEqualTo(NO_LOGIN);
        assertThat(outcome.out()).contains("535 5.7.8");
    }

    @Test
    void unknownInboxShouldBeRefused() {
        Outcome outcome = submit("PLAIN", alice.key(), alice.email().replace("alice", "nobody"), "never");

        assertThat(outcome.exit()).isEqualTo(NO_RECIPIENT);
        assertThat(outcome.out()).contains("550 5.1.1");
    }
}
