package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.Relay;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that sends reports with attachments, and polls its inbox for mail with the subject "New Task". */
class TaskAgentIT {
    private static final int ATTACHMENT_BYTES = 10 * 1024 * 1024;
    private static final Duration LARGE_MAIL = Duration.ofSeconds(60);

    private final RunningServer server = RunningServer.shared();
    private TestInbox agent;
    private TestInbox alice;
    private TestInbox bob;

    @TempDir
    private Path sandbox;

    @BeforeEach
    void createInboxes() {
        TestOrganization acme = server.admin().createOrganization("Acme");
        agent = acme.createInbox("otto");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
    }

    @Test
    void sendEmailShouldDeliverHtmlBodyToEveryRecipient() {
        String subject = Messages.uniqueSubject("report");

        sendEmail(Map.of("to", alice.email() + ", " + bob.email(), "subject", subject, "body", "<h1>Done</h1>"));

        for (TestInbox recipient : List.of(alice, bob)) {
            assertThat(received(recipient, subject)).contains("Content-Type: text/html", "<h1>Done</h1>");
        }
    }

    @Test
    void sendEmailShouldDeliverToCc() {
        String subject = Messages.uniqueSubject("copied");

        sendEmail(Map.of("to", alice.email(), "cc", bob.email(), "subject", subject, "body", "<p>Hi</p>"));

        assertThat(received(bob, subject)).contains("Cc: " + bob.email(), "To: " + alice.email());
    }

    @Test
    void attachmentsOfTenMegabytesShouldArriveByteIdentical() throws IOException {
        String subject = Messages.uniqueSubject("attached");
        Random random = new Random(4821);
        List<Path> files = List.of(
                attachment("quarterly-report.xlsx", random),
                attachment("slides.pdf", random),
                attachment("data.bin", random),
                attachment("more data.bin", random));

        sendEmail(Map.of(
                "to",
                alice.email(),
                "subject",
                subject,
                "body",
                "<p>See attached</p>",
                "attachment_filenames",
                files.stream().map(Path::toString).toList()));

        String message = received(alice, subject);
        for (Path file : files) {
            assertThat(attachmentOf(message, file)).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void sendEmailShouldSucceedOnThirdAttempt() throws IOException {
        String subject = Messages.uniqueSubject("retried");

        String attempt;
        try (Relay relay = Relay.refusingFirst(2, server.smtpsPort())) {
            attempt = ClientScripts.python(
                    "send_email.py",
                    server,
                    agent,
                    Map.of("SMTP_PORT", "" + relay.port(), "RETRY_DELAY", "0.2"),
                    Json.write(Map.of("to", alice.email(), "subject", subject, "body", "<p>Hi</p>")));
        }

        assertThat(attempt.strip()).isEqualTo("3");
        received(alice, subject);
        try (ImapConnection imap = server.imap(agent)) {
            assertThat(imap.count("Sent", subject)).isEqualTo(1);
        }
    }

    @Test
    void monitorShouldMakeTaskOfUnreadMailWithTheSubject() {
        receive("New Task");

        List<JsonNode> tasks = poll();

        assertThat(tasks).hasSize(1);
        assertThat(tasks.get(0).get("sender").asText()).isEqualTo(alice.email());
        assertThat(tasks.get(0).get("description").asText()).isEqualTo("The body of New Task.");
    }

    @Test
    void monitorShouldCompareSubjectWithoutCase() {
        receive("nEW tASK");

        assertThat(poll()).hasSize(1);
    }

    @Test
    void monitorShouldNotSeeTaskAgain() {
        receive("New Task");
        poll();

        assertThat(poll()).isEmpty();
    }

    @Test
    void monitorShouldLeaveOtherMailUnread() {
        receive("Re: New Task");
        receive("New Task");

        poll();

        try (ImapConnection imap = server.imap(agent)) {
            assertThat(imap.messageWithSubject("INBOX", "Re: New Task")).doesNotContain("\\Seen");
            assertThat(imap.messageWithSubject("INBOX", "New Task")).contains("\\Seen");
        }
    }

    private void sendEmail(Map<String, Object> parameters) {
        String attempt = ClientScripts.python("send_email.py", server, agent, Map.of(), Json.write(parameters));
        assertThat(attempt.strip()).isEqualTo("1");
    }

    private List<JsonNode> poll() {
        return ClientScripts.python("email_monitor.py", server, agent, Map.of(), "")
                .lines()
                .map(Json::parse)
                .toList();
    }

    private void receive(String subject) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(
                    alice.email(), List.of(agent.email()), Messages.message(alice.email(), agent.email(), subject));
        }
        received(agent, subject);
    }

    private String received(TestInbox inbox, String subject) {
        try (ImapConnection imap = server.imap(inbox)) {
            await().atMost(LARGE_MAIL).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
            return imap.messageWithSubject("INBOX", subject);
        }
    }

    private Path attachment(String name, Random random) throws IOException {
        byte[] content = new byte[ATTACHMENT_BYTES];
        random.nextBytes(content);
        return Files.write(sandbox.resolve(name), content);
    }

    private static byte[] attachmentOf(String message, Path file) {
        return Arrays.stream(message.split("\r\n--"))
                .filter(part -> part.contains("filename=\"" + file.getFileName() + "\""))
                .map(part -> part.substring(part.indexOf("\r\n\r\n")))
                .map(Base64.getMimeDecoder()::decode)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no part with the name of " + file));
    }
}
