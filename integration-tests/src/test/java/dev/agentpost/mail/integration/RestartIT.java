package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Stop and start on a data folder. Almost last, since it ends the server that the classes share. */
@Order(Integer.MAX_VALUE - 1)
class RestartIT {
    private final RunningServer server = RunningServer.shared();

    @Test
    void startOnDataFolderOfLivingServerShouldFailWithOneLine() {
        RunningServer.Outcome outcome = server.tryCommand("start", "--json");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("already", server.data().toString());
    }

    @Test
    void mailShouldOutliveRestart() {
        String subject = Messages.uniqueSubject("kept");
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            smtp.submitAccepted(
                    alice.email(), List.of(alice.email()), Messages.message(alice.email(), alice.email(), subject));
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            await().untilAsserted(() -> assertThat(imap.count("Sent", subject)).isEqualTo(1));
        }
        long firstServer = server.serverPid();
        long firstCassandra = server.cassandraPid();

        server.stop();

        assertThat(ProcessHandle.of(firstServer)).isEmpty();
        assertThat(ProcessHandle.of(firstCassandra)).isEmpty();
        assertThat(server.status().get("state").asText()).isNotEqualTo("ready");

        Duration taken = server.start();

        ClientScripts.progress("restart on the data folder took " + taken.toMillis() + " ms");
        assertThat(server.ready().get("first_key").isNull()).isTrue();
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(imap.count("INBOX", subject)).isEqualTo(1);
            assertThat(imap.count("Sent", subject)).isEqualTo(1);
        }
    }
}
