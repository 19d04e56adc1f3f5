package dev.agentpost.mail.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import dev.agentpost.mail.integration.harness.TlsConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a running server: looks at its numbers, renews its certificate, stops it. */
@TestMethodOrder(OrderAnnotation.class)
class OperationsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DASHBOARD = Path.of("../docker/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?=\\{|\\[|\\)| |$)");
    private static final Set<String> FUNCTIONS = Set.of("rate", "sum", "max", "by", "increase");

    private static final String ME = "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    private static RunningServer server;
    private static TestInbox alice;

    @BeforeAll
    static void start() {
        server = RunningServer.startOnEmptyFolder("it-operations", Map.of("LOG_FORMAT", "json", "API_TLS", "true"));
        alice = server.admin().createOrganization("Acme").createInbox("alice");
    }

    @AfterAll
    static void end() {
        server.end();
    }

    private static void sendAndRead(String subject) {
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            smtp.submitAccepted(
                    alice.email(), List.of(alice.email()), Messages.message(alice.email(), alice.email(), subject));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
            imap.ok("SELECT INBOX");
            imap.ok("FETCH 1 FLAGS");
            imap.ok("SEARCH ALL");
        }
    }

    @Test
    @Order(1)
    void everyMetricOfTheDashboardShouldBeThere() throws IOException {
        sendAndRead(Messages.uniqueSubject("measured"));

        Set<String> wanted = metrics(new ObjectMapper().readTree(DASHBOARD.toFile()));
        assertThat(wanted).hasSizeGreaterThan(10);
        // times are noted after the answer
        await().untilAsserted(() -> assertThat(scraped()).containsAll(wanted));
    }

    private static Set<String> scraped() {
        return server.admin()
                .send("GET", "/metrics", "")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    private static Set<String> metrics(JsonNode dashboard) {
        Set<String> names = new HashSet<>();
        for (JsonNode expression : dashboard.findValues("expr")) {
            Matcher matcher = METRIC.matcher(
                    expression.asText().replaceAll("\"[^\"]*\"", "").replaceAll("\\{[^}]*}", "{"));
            while (matcher.find()) {
                names.add(matcher.group());
            }
        }
        names.removeAll(FUNCTIONS);
        return names;
    }

    @Test
    @Order(2)
    void everyLineOfTheLogShouldBeAnObjectThatSaysWhose() throws IOException {
        String log = Files.readString(server.data().resolve("logs/server.log"));
        // what is being written just now left out
        List<String> lines = log.substring(0, log.lastIndexOf('\n') + 1).lines().toList();
        ObjectMapper json = new ObjectMapper();

        boolean accepted = false;
        for (String line : lines) {
            JsonNode entry = json.readTree(line);
            assertThat(entry.path("formattedMessage").asText()).isNotEmpty();
            if (entry.path("formattedMessage").asText().startsWith("message accepted")) {
                accepted = true;
                assertThat(entry.path("mdc").path("organization").asText()).startsWith("org_");
                assertThat(entry.path("mdc").path("inbox").asText()).startsWith("inb_");
                assertThat(entry.path("mdc").path("key").asText()).startsWith("key_");
                assertThat(entry.path("mdc").path("sessionId").asText()).isNotEmpty();
            }
        }
        assertThat(accepted).isTrue();
        assertThat(lines).noneMatch(line -> line.contains(alice.key()));
    }

    /** API_TLS=true, also on loopback. */
    @Test
    @Order(2)
    void keyHoldersShouldBeServedOverTlsAlone(@TempDir Path folder) throws IOException {
        try (TlsConnection https = TlsConnection.open(server.apiPort(), server.caFile())) {
            https.write((ME + "Authorization: Bearer " + alice.key() + "\r\n\r\n").getBytes(US_ASCII));
            assertThat(https.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        try (TlsConnection https = TlsConnection.open(server.apiPort(), server.caFile())) {
            https.write((ME + "\r\n").getBytes(US_ASCII));
            assertThat(https.readLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        try (Socket plain = new Socket("127.0.0.1", server.apiPort())) {
            plain.getOutputStream().write((ME + "\r\n").getBytes(US_ASCII));
            assertThat(plain.getInputStream().readAllBytes()).asString(US_ASCII).doesNotContain("HTTP");
        }

        Path key = Files.writeString(folder.resolve("key"), alice.key());
        RunningServer.Outcome export = server.tryCommand("export", "--key-file", key.toString());
        assertThat(export.exit()).as(export.err()).isZero();
        assertThat(export.out()).contains(alice.email() + ",localhost," + server.imapsPort());
    }

    private static String serial(int port) throws IOException {
        try (SSLSocket socket = TlsConnection.connect(port, server.caFile())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString();
        }
    }

    /** The server's own certificate, which it makes anew when it is gone. */
    @Test
    @Order(3)
    void newCertificateShouldBeShownWithoutARestart() throws Exception {
        String before = serial(server.smtpsPort());
        long pid = server.serverPid();

        try (ImapConnection open = server.imap(alice)) {
            Files.delete(server.data().resolve("tls/server.pem"));

            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(serial(server.smtpsPort())).isNotEqualTo(before);
                assertThat(serial(server.imapsPort())).isEqualTo(serial(server.smtpsPort()));
                assertThat(serial(server.apiPort())).isEqualTo(serial(server.smtpsPort()));
            });
            open.ok("NOOP");
        }
        assertThat(server.serverPid()).isEqualTo(pid);
    }

    @Test
    @Order(4)
    void clientsShouldBeToldOfTheStop() throws Exception {
        try (ImapConnection waiting = server.imap(alice);
                ImapConnection quiet = server.imap();
                SmtpConnection smtp = server.smtp(alice)) {
            waiting.ok("SELECT INBOX");
            waiting.send("IDLE");
            waiting.readResponse();

            server.stop();

            assertThat(last(waiting)).isEqualTo("* BYE server is shutting down");
            assertThat(last(quiet)).isEqualTo("* BYE server is shutting down");
            assertThat(smtp.readReply()).startsWith("421 4.3.2 ");
        }
        assertThat(Files.readString(server.data().resolve("logs/server.log")))
                .contains("\"formattedMessage\":\"stopped\"")
                .doesNotContain("did not stop cleanly");
    }

    private static String last(ImapConnection connection) {
        String last = "";
        for (String line = connection.readResponse(); line != null; line = connection.readResponse()) {
            last = line;
        }
        return last;
    }
}
