package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask for more than they read: the others are served, and each gets every octet once it reads. */
class SlowReadersIT {
    private static final int CLIENTS = 12;
    private static final int LINES = 200_000;
    private static final String LINE = "x".repeat(70) + "\r\n";

    private final RunningServer server = RunningServer.shared();
    private final List<ImapConnection> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(ImapConnection::close);
    }

    private ImapConnection select(TestInbox inbox) {
        ImapConnection imap = server.imap(inbox);
        open.add(imap);
        imap.ok("SELECT INBOX");
        return imap;
    }

    @Test
    void largeMessagesShouldBeServedWhoeverReadsSlowly() {
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");
        String subject = Messages.uniqueSubject("large");
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(
                    alice.email(),
                    List.of(alice.email()),
                    Messages.message(alice.email(), alice.email(), subject) + LINE.repeat(LINES));
        }
        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
        List<ImapConnection> slow = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            slow.add(select(alice));
        }

        slow.forEach(imap -> tags.add(imap.send("FETCH 1 (BODYSTRUCTURE BODY.PEEK[1])")));

        String whole = select(alice)
                .ok("FETCH 1 (BODYSTRUCTURE BODY.PEEK[1])")
                .untagged()
                .get(0);
        assertThat(whole.endsWith(LINE + "\r\n)")).isTrue();
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(slow.get(i).readResponse().equals(whole))
                    .as("answer to client %s", i)
                    .isTrue();
            assertThat(slow.get(i).readResponse()).startsWith(tags.get(i) + " OK");
        }
    }
}
