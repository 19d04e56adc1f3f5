package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples that users are given, run as printed: nothing but host, port, address and key is filled in. */
class PrintedExamplesIT {
    private static final String SUBJECT = "Your ticket has been resolved";

    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox support;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        support = acme.createInbox("support");
    }

    @Test
    void smtplibExampleShouldSend() {
        ClientScripts.printedPython("send.py", server, support);

        assertOneCopyInSent();
    }

    @Test
    void nodemailerExampleShouldSend() {
        ClientScripts.printedNode("send.mjs", server, support);

        assertOneCopyInSent();
    }

    @Test
    void imaplibExampleShouldReadUnseenMail() {
        receive("the first question");
        receive("the second question");

        String printed = ClientScripts.printedPython("read.py", server, support);

        assertThat(printed.lines())
                .containsExactly(
                        "From: " + support.email(),
                        "Subject: the first question",
                        "From: " + support.email(),
                        "Subject: the second question");
    }

    @Test
    void imaplibExampleShouldMarkWhatItReadAsSeen() {
        receive("read once");
        ClientScripts.printedPython("read.py", server, support);

        String printedAgain = ClientScripts.printedPython("read.py", server, support);

        assertThat(printedAgain).isEmpty();
    }

    @Test
    void imaplibExampleShouldRunWithKeyThatMayOnlyRead() {
        receive("for a reader");
        String readOnly =
                acme.createKey(Map.of("scopes", List.of("messages:read"))).secret();

        String printed = ClientScripts.printedPython("read.py", server, support.withKey(readOnly));
        String printedAgain = ClientScripts.printedPython("read.py", server, support.withKey(readOnly));

        assertThat(printed).contains("Subject: for a reader");
        assertThat(printedAgain).isEmpty();
    }

    @Test
    void inboxAndKeyOfFirstStartShouldWork() {
        TestInbox first = new TestInbox(
                server.ready().get("first_inbox").asText(),
                server.ready().get("first_key").asText());

        ClientScripts.printedPython("send.py", server, first);
        String printed = ClientScripts.printedPython("read.py", server, first);

        assertThat(printed).isEmpty();
    }

    private void receive(String subject) {
        try (SmtpConnection smtp = server.smtp(support);
                ImapConnection imap = server.imap(support)) {
            smtp.submitAccepted(
                    support.email(),
                    List.of(support.email()),
                    Messages.message(support.email(), support.email(), subject));
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
    }

    private void assertOneCopyInSent() {
        try (ImapConnection imap = server.imap(support)) {
            await().untilAsserted(() -> assertThat(imap.count("Sent", SUBJECT)).isEqualTo(1));
            assertThat(imap.messageWithSubject("Sent", SUBJECT))
                    .contains("To: customer@example.com", "Hi, your support ticket #4821 has been resolved.");
        }
    }
}
