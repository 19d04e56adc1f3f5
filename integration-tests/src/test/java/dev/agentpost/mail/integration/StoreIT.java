package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether what is stored agrees with itself after mail has come and gone. */
class StoreIT {
    private final RunningServer server = RunningServer.shared();

    @Test
    void checkShouldFindNothingAfterChangesOfAllKinds() {
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");
        for (String subject : List.of("kept", "moved", "copied", "expunged")) {
            receive(alice, subject);
        }
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("CREATE Archive");
            imap.ok("CREATE Passing");
            imap.ok("SELECT INBOX");
            imap.ok("STORE 1 +FLAGS (\\Seen \\Flagged $Important)");
            imap.ok("COPY 1:3 Archive");
            imap.ok("COPY 3 Passing");
            imap.ok("STORE 4 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            imap.ok("MOVE 2 Trash");
            imap.ok("SELECT Trash");
            imap.ok("STORE 1 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            imap.ok("DELETE Passing");
        }

        assertThat(server.admin().checkStore("bodies")).isEmpty();

        RunningServer.Outcome command = server.tryCommand("store", "check", "--json", "--inbox", alice.email());

        assertThat(command.exit()).as(command.err()).isZero();
        JsonNode details = Json.parse(command.out().strip());
        assertThat(details.get("folders").asInt()).isEqualTo(5);
        // 2 left in INBOX, 3 in Archive, 1 in Trash, 4 in Sent
        assertThat(details.get("messages").asInt()).isEqualTo(10);
        assertThat(details.get("found").asInt()).isZero();
    }

    private void receive(TestInbox inbox, String subject) {
        try (SmtpConnection smtp = server.smtp(inbox);
                ImapConnection imap = server.imap(inbox)) {
            smtp.submitAccepted(
                    inbox.email(), List.of(inbox.email()), Messages.message(inbox.email(), inbox.email(), subject));
            for (String folder : List.of("INBOX", "Sent")) {
                await().untilAsserted(
                                () -> assertThat(imap.count(folder, subject)).isEqualTo(1));
            }
        }
    }
}
