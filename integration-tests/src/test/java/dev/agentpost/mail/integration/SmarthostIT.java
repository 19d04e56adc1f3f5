package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.KeyHolderApi;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import dev.agentpost.mail.peers.FakeMx;
import dev.agentpost.mail.peers.PeerCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All mail through one server, which wants a password and shows a certificate. */
class SmarthostIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOGIN = "AUTH PLAIN " + SmtpConnection.base64("\0agent\0s3cret");

    private static PeerCertificate certificate;
    private static PeerCertificate otherCertificate;
    private static FakeMx smarthost;
    private static RunningServer server;
    private static TestOrganization acme;
    private static TestInbox alice;

    @BeforeAll
    static void start() throws Exception {
        certificate = PeerCertificate.create("smarthost.example", "127.0.0.1");
        otherCertificate = PeerCertificate.create("smarthost.example", "127.0.0.1");
        smarthost = FakeMx.start();
        server = RunningServer.startOnEmptyFolder(
                "it-smarthost",
                Map.of(
                        "OUTBOUND_MODE", "smarthost",
                        "SMARTHOST_URL", "smtp://agent:s3cret@127.0.0.1:" + smarthost.port(),
                        "SMARTHOST_CA", certificate.pem().toAbsolutePath().toString(),
                        "API_TLS", "proxy",
                        "OUTBOUND_RETRY_SECONDS", "1",
                        "OUTBOUND_DELAY_REPORT_SECONDS", "2"));
        acme = server.admin().createOrganization("Acme");
        alice = acme.createBusyInbox("alice");
    }

    @AfterAll
    static void end() throws IOException {
        server.end();
        smarthost.close();
    }

    @BeforeEach
    void behave() throws Exception {
        smarthost.behave().tls(certificate.context()).extensions("AUTH PLAIN LOGIN", "SIZE", "DSN");
    }

    private static String submit(String recipient, String text) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            String message =
                    Messages.message(alice.email(), recipient, Messages.uniqueSubject("to " + recipient)) + text;
            String reply = smtp.submit(alice.email(), List.of(recipient), message);
            assertThat(reply).startsWith("250 2.6.0 ");
            return reply.split(" ")[2];
        }
    }

    private static JsonNode delivery(String id) {
        return server.admin()
                .get(acme.path() + "/deliveries/" + id)
                .path("recipients")
                .path(0);
    }

    private static String awaitState(String id, String state) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        delivery(id).path("state").asText())
                .isEqualTo(state));
        return delivery(id).path("reply").asText();
    }

    private static List<FakeMx.Received> receivedFor(String recipient) {
        return smarthost.received().stream()
                .filter(message -> message.recipients().contains(recipient))
                .toList();
    }

    @Test
    void mailForAnyDomainShouldGoThroughItAfterALogin() {
        String id = submit("bob@anywhere.example", "Gr\u00fc\u00dfe to all of you and everybody else\r\n");

        awaitState(id, "delivered");
        assertThat(smarthost.commands()).contains(LOGIN);
        assertThat(receivedFor("bob@anywhere.example")).singleElement().satisfies(received -> {
            assertThat(received.encrypted()).isTrue();
            assertThat(received.mailLine()).contains(" ENVID=" + id).doesNotContain("8BITMIME");
            assertThat(received.text())
                    .contains("Content-Transfer-Encoding: quoted-printable", "Gr=C3=BC=C3=9Fe to all");
        });
    }

    /** API_TLS=proxy: whom the proxy names last is the client. KeyHolderIT has the neighbour, where nobody is believed. */
    @Test
    void addressThatTheProxySaysShouldBeTheClients() {
        String key =
                acme.createKey(Map.of("allowed_ips", List.of("192.0.2.0/24"))).secret();

        assertThat(meBehindProxy(key, "192.0.2.1")).isEqualTo(200);
        assertThat(meBehindProxy(key, "198.51.100.7, 192.0.2.1")).isEqualTo(200);
        assertThat(meBehindProxy(key, "192.0.2.1, 198.51.100.7")).isEqualTo(401);
        assertThat(new KeyHolderApi(server).getAs(key, KeyHolderApi.ME).statusCode())
                .isEqualTo(401);
        assertThat(new KeyHolderApi(server)
                        .get("/metrics", "X-Forwarded-For", "127.0.0.1")
                        .statusCode())
                .isEqualTo(401);
    }

    private static int meBehindProxy(String key, String forwardedFor) {
        return new KeyHolderApi(server)
                .get(KeyHolderApi.ME, "Authorization", "Bearer " + key, "X-Forwarded-For", forwardedFor)
                .statusCode();
    }

    @Test
    void mailShouldWaitForTheRightPassword() {
        smarthost.answer("AUTH", "535 5.7.8 wrong password");

        String id = submit("bob@password.example", "");

        assertThat(awaitState(id, "deferred")).contains("535 5.7.8 wrong password");
        smarthost.behave();
        awaitState(id, "delivered");
        assertThat(receivedFor("bob@password.example")).hasSize(1);
    }

    @Test
    void passwordShouldNotBeToldToAServerThatNobodyVouchesFor() throws Exception {
        smarthost.tls(otherCertificate.context());
        int logins = logins();

        String id = submit("bob@certificate.example", "");

        assertThat(awaitState(id, "deferred")).startsWith("4.4.1 ");
        assertThat(logins()).isEqualTo(logins);
        smarthost.tls(certificate.context());
        awaitState(id, "delivered");
    }

    private static int logins() {
        return (int) smarthost.commands().stream()
                .filter(line -> line.startsWith("AUTH"))
                .count();
    }

    /** And the sender hears once that it is late. */
    @Test
    void mailShouldWaitForAServerThatIsDown() throws Exception {
        int port = smarthost.port();
        smarthost.close();

        String id = submit("bob@down.example", "");

        awaitState(id, "deferred");
        try (ImapConnection imap = server.imap(alice)) {
            String subject = "Delayed mail: bob@down.example";
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
            smarthost = FakeMx.start("127.0.0.1", port);
            behave();
            awaitState(id, "delivered");
            assertThat(imap.count("INBOX", subject)).isEqualTo(1);
        }
        assertThat(receivedFor("bob@down.example")).hasSize(1);
    }

    @Test
    void whatTheSmarthostReportsLaterShouldSuppressTheAddress() throws Exception {
        String id = submit("gone@later.example", "");
        awaitState(id, "delivered");

        report("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
                + "Subject: Failed later\r\n\r\n"
                + "--b\r\n\r\n"
                + "Sorry.\r\n"
                + "--b\r\n"
                + "Content-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; smarthost.example\r\n"
                + "Original-Envelope-Id: " + id + "\r\n\r\n"
                + "Final-Recipient:"
                + " rfc822;"
                + " gone@later.example\r\n"
                + "Action: failed\r\n"
                + "Status: 5.1.1\r\n"
                + "--b--\r\n");

        try (ImapConnection imap = server.imap(alice);
                SmtpConnection smtp = server.smtp(alice)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(imap.count("INBOX", "Failed later"))
                    .isEqualTo(1));
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            assertThat(smtp.command("RCPT TO:<gone@later.example>")).startsWith("550 5.1.1 Suppressed since ");
        }
    }

    private static void report(String message) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.mxPort())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            assertThat(in.readLine()).startsWith("220 ");
            for (String line : List.of("HELO smarthost.example", "MAIL FROM:<>", "RCPT TO:<" + alice.email() + ">")) {
                out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("250 ");
            }
            out.write("DATA\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("354 ");
            out.write((message + ".\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("250 ");
        }
    }
}
