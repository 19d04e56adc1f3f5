package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where submitted mail goes. */
class MailFlowIT {
    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;
    private TestInbox bob;
    private TestInbox carol;

    @BeforeEach
    void createInboxes() {
        TestOrganization acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
        carol = server.admin().createOrganization("Other").createInbox("carol");
    }

    @Test
    void newInboxShouldHaveFourSubscribedFolders() {
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(foldersOf(imap.ok("LIST \"\" \"*\"")))
                    .containsExactlyInAnyOrder("INBOX", "Sent", "Drafts", "Trash");
            assertThat(foldersOf(imap.ok("LSUB \"\" \"*\"")))
                    .containsExactlyInAnyOrder("INBOX", "Sent", "Drafts", "Trash");
            assertThat(imap.ok("LIST \"\" \"Sent\"").untagged().toString()).contains("\\Sent");
            assertThat(imap.ok("LIST \"\" \"Drafts\"").untagged().toString()).contains("\\Drafts");
            assertThat(imap.ok("LIST \"\" \"Trash\"").untagged().toString()).contains("\\Trash");
        }
    }

    @Test
    void mailShouldReachInboxesOfEveryOrganization() {
        String subject = Messages.uniqueSubject("to two");

        submit(List.of(bob.email(), carol.email()), Messages.message(alice.email(), bob.email(), subject));

        assertThat(received(bob, "INBOX", subject)).contains("The body of " + subject + ".");
        assertThat(received(carol, "INBOX", subject)).contains("The body of " + subject + ".");
    }

    @Test
    void sentShouldHoldOneSeenCopyWithBcc() {
        String subject = Messages.uniqueSubject("blind");

        submit(
                List.of(bob.email(), carol.email(), "hidden@example.com"),
                Messages.message(alice.email(), bob.email(), subject));

        assertThat(received(alice, "Sent", subject))
                .contains("\\Seen")
                .containsPattern("(?s)Bcc:.*" + carol.email())
                .containsPattern("(?s)Bcc:.*hidden@example.com")
                .doesNotContainPattern("Bcc:[^\r\n]*" + bob.email());
    }

    @Test
    void recipientsShouldNotSeeBcc() {
        String subject = Messages.uniqueSubject("not seen");
        String message = Messages.withFields(
                subject, List.of("From: " + alice.email(), "To: " + bob.email(), "Bcc: " + carol.email()));

        submit(List.of(bob.email(), carol.email()), message);

        for (TestInbox recipient : List.of(bob, carol)) {
            assertThat(received(recipient, "INBOX", subject)).doesNotContainIgnoringCase("Bcc:");
        }
        assertThat(received(bob, "INBOX", subject)).doesNotContain(carol.email());
    }

    @Test
    void taggedAddressShouldReachInboxWithTheTagVisible() {
        String subject = Messages.uniqueSubject("tagged");
        String tagged = bob.tagged("ticket4821").email();

        submit(List.of(tagged), Messages.message(alice.email(), tagged, subject));

        assertThat(received(bob, "INBOX", subject)).contains("Delivered-To: " + tagged);
    }

    @Test
    void plusAddressOfOwnInboxShouldSend() {
        String subject = Messages.uniqueSubject("from tag");
        String tagged = alice.tagged("sales").email();
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(tagged, List.of(bob.email()), Messages.message(tagged, bob.email(), subject));
        }

        assertThat(received(bob, "INBOX", subject)).contains("From: " + tagged);
    }

    @Test
    void mailToOneselfShouldBeInInboxAndInSent() {
        String subject = Messages.uniqueSubject("note");

        submit(List.of(alice.email()), Messages.message(alice.email(), alice.email(), subject));

        received(alice, "INBOX", subject);
        received(alice, "Sent", subject);
    }

    @Test
    void mailForElsewhereShouldBeKeptInSink() {
        String subject = Messages.uniqueSubject("for a customer");
        String customer = "customer-of-" + alice.email().replace('@', '.') + "@example.com";

        String id;
        try (SmtpConnection smtp = server.smtp(alice)) {
            String reply =
                    smtp.submit(alice.email(), List.of(customer), Messages.message(alice.email(), customer, subject));
            assertThat(reply).startsWith("250 2.6.0 ");
            id = reply.split(" ")[2];
        }

        await().untilAsserted(() -> assertThat(sunkRecipients(id)).contains(customer));
    }

    @Test
    void newMailShouldBePushedToIdlingSession() {
        String subject = Messages.uniqueSubject("pushed");
        try (ImapConnection imap = server.imap(bob)) {
            imap.ok("SELECT INBOX");
            imap.send("IDLE");
            assertThat(imap.readResponse()).startsWith("+");

            submit(List.of(bob.email()), Messages.message(alice.email(), bob.email(), subject));

            assertThat(imap.readResponse()).isEqualTo("* 1 EXISTS");
        }
    }

    private void submit(List<String> recipients, String message) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(alice.email(), recipients, message);
        }
    }

    private String received(TestInbox inbox, String folder, String subject) {
        try (ImapConnection imap = server.imap(inbox)) {
            await().untilAsserted(() -> assertThat(imap.count(folder, subject)).isEqualTo(1));
            return imap.messageWithSubject(folder, subject);
        }
    }

    /** @param id of the message, which the names of its mails in the sink hold */
    private String sunkRecipients(String id) {
        String mails = "/mailRepositories/sink/mails";
        return StreamSupport.stream(server.admin().get(mails).spliterator(), false)
                .map(JsonNode::asText)
                .filter(key -> key.contains(id))
                .map(key ->
                        server.admin().get(mails + "/" + key).get("recipients").toString())
                .toList()
                .toString();
    }

    private static List<String> foldersOf(ImapConnection.Answer answer) {
        return answer.untagged().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("\"", ""))
                .toList();
    }
}
