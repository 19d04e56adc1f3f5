package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Processes;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import dev.agentpost.mail.peers.FakeMx;
import dev.agentpost.mail.peers.PeerCertificate;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Mail to the world, which is a name server and some mail servers on loopback. The server is told to take mail to no other
 * machine than this one.
 */
class OutboundIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String EXAMPLE = "example.org";
    private static final String DOWN = "down.example";

    private static TestDnsServer dns;
    private static FakeMx first;
    private static FakeMx second;
    private static RunningServer server;
    private static TestOrganization acme;
    private static TestInbox alice;

    @BeforeAll
    static void start() throws Exception {
        dns = TestDnsServer.start();
        first = FakeMx.start("127.0.0.1", 0)
                .tls(PeerCertificate.create("mx1.example.org").context());
        second = FakeMx.start("127.0.0.2", first.port());
        dns.mx(EXAMPLE, 10, "mx1.example.org").mx(EXAMPLE, 20, "mx2.example.org");
        dns.a("mx1.example.org", "127.0.0.1").a("mx2.example.org", "127.0.0.2");
        dns.mx(DOWN, 10, "mx.down.example").a("mx.down.example", "127.0.0.3");
        server = RunningServer.startOnEmptyFolder(
                "it-outbound",
                Map.of(
                        "OUTBOUND_MODE", "direct",
                        "OUTBOUND_TARGETS", "loopback",
                        "OUTBOUND_PORT", "" + first.port(),
                        "OUTBOUND_RETRY_SECONDS", "3",
                        "DNS_SERVERS", dns.hostAndPort()));
        acme = server.admin().createOrganization("Acme");
        alice = acme.createBusyInbox("alice");
    }

    @AfterAll
    static void end() throws IOException {
        server.end();
        first.close();
        second.close();
        dns.close();
    }

    @BeforeEach
    @AfterEach
    void behave() {
        first.behave();
        second.behave();
    }

    private static String submit(List<String> recipients, String message) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            String reply = smtp.submit(alice.email(), recipients, message);
            assertThat(reply).startsWith("250 2.6.0 ");
            return reply.split(" ")[2];
        }
    }

    private static String submit(String recipient) {
        return submit(
                List.of(recipient),
                Messages.message(alice.email(), recipient, Messages.uniqueSubject("out to " + recipient)));
    }

    private static JsonNode recipient(String id, String address) {
        for (JsonNode recipient :
                server.admin().get(acme.path() + "/deliveries/" + id).path("recipients")) {
            if (recipient.path("address").asText().equals(address)) {
                return recipient;
            }
        }
        return MissingNode.getInstance();
    }

    private static void awaitState(String id, String address, String state) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        recipient(id, address).path("state").asText())
                .isEqualTo(state));
    }

    private static List<FakeMx.Received> receivedBy(FakeMx mx, String recipient) {
        return mx.received().stream()
                .filter(message -> message.recipients().contains(recipient))
                .toList();
    }

    @Test
    void mailShouldArriveEncryptedAndOctetForOctet() {
        String subject = Messages.uniqueSubject("out");
        String message = Messages.message(alice.email(), "octets@example.org", subject) + ".\r\n..dots\r\n";

        String id = submit(List.of("octets@example.org"), message);

        awaitState(id, "octets@example.org", "delivered");
        assertThat(receivedBy(first, "octets@example.org")).singleElement().satisfies(received -> {
            assertThat(received.encrypted()).isTrue();
            assertThat(received.sender()).isEqualTo(alice.email());
            assertThat(received.text()).contains(message);
        });
        assertThat(recipient(id, "octets@example.org").path("reply").asText()).isEqualTo("250 2.0.0 taken");
        assertThat(recipient(id, "octets@example.org").path("host").asText()).isEqualTo("mx1.example.org [127.0.0.1]");
    }

    @Test
    void recipientsShouldBeToldApart() {
        first.answer("RCPT never@example.org", "550 5.1.1 no such user").answer("RCPT later@example.org", "450 later");

        String id = submit(
                List.of("now@example.org", "never@example.org", "later@example.org", "x@unknown.example"),
                Messages.message(alice.email(), "now@example.org", Messages.uniqueSubject("several")));

        awaitState(id, "now@example.org", "delivered");
        awaitState(id, "never@example.org", "bounced");
        awaitState(id, "later@example.org", "deferred");
        awaitState(id, "x@unknown.example", "bounced");
        assertThat(recipient(id, "never@example.org").path("reply").asText()).contains("550 5.1.1");
        assertThat(recipient(id, "later@example.org").path("next_try").asText()).isNotEmpty();
        first.behave();
        awaitState(id, "later@example.org", "delivered");
        assertThat(receivedBy(first, "now@example.org")).hasSize(1);
    }

    @Test
    void theNextExchangeShouldGetWhatTheFirstDoesNotTake() {
        first.answer("CONNECT", "421 4.3.2 closing");

        String id = submit("next@example.org");

        awaitState(id, "next@example.org", "delivered");
        assertThat(receivedBy(second, "next@example.org")).hasSize(1);
    }

    @Test
    void messagesForADestinationThatIsDownShouldArriveOnceThroughAKill() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(submit("user" + i + "@" + DOWN));
        }
        awaitState(ids.get(0), "user0@" + DOWN, "deferred");
        Processes.kill(server.serverPid());
        server.start();

        try (FakeMx returned = FakeMx.start("127.0.0.3", first.port())) {
            for (int i = 0; i < 10; i++) {
                awaitState(ids.get(i), "user" + i + "@" + DOWN, "delivered");
            }
            assertThat(returned.received().stream().flatMap(message -> message.recipients().stream()))
                    .hasSize(10)
                    .doesNotHaveDuplicates();
        }
    }

    private static String rcpt(String recipient) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            return smtp.command("RCPT TO:<" + recipient + ">");
        }
    }

    /** "Bounces go to the sending inbox as DSNs. Hard bounces become suppression entries…, visible and removable." */
    @Test
    void addressThatDoesNotExistShouldBeReportedAndRefusedUntilItIsRemoved() {
        String gone = "gone@example.org";
        first.answer("RCPT " + gone, "550 5.1.1 no such user");

        submit(gone);

        try (ImapConnection imap = server.imap(alice)) {
            String subject = "Undelivered mail: " + gone;
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
            assertThat(imap.messageWithSubject("INBOX", subject))
                    .contains("Return-Path: <>", "Auto-Submitted: auto-replied")
                    .contains("Final-Recipient: rfc822; " + gone, "Diagnostic-Code: smtp; 550 5.1.1 no such user")
                    .contains("Content-Type: text/rfc822-headers");
        }
        assertThat(rcpt(gone)).startsWith("550 5.1.1 Suppressed since ").contains("550 5.1.1 no such user");
        assertThat(rcpt("other@example.org")).startsWith("250 ");

        first.behave();
        server.admin().send("DELETE", acme.path() + "/suppressions/" + gone, "");

        awaitState(submit(gone), gone, "delivered");
    }

    @Test
    void mailShouldBeSigned() {
        String id = submit("signed@example.org");

        awaitState(id, "signed@example.org", "delivered");
        String domain = alice.email().substring(alice.email().indexOf('@') + 1);
        assertThat(receivedBy(first, "signed@example.org")).singleElement().satisfies(received -> assertThat(
                        received.text())
                .containsOnlyOnce("DKIM-Signature:")
                .contains("d=" + domain + ";", "s=agentpost1;"));
        assertThat(server.admin()
                        .get("/shared-domain/dkim")
                        .path("records")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("agentpost1._domainkey." + domain);
    }
}
