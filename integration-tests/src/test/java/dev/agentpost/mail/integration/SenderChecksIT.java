package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.SWAKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import dev.agentpost.mail.integration.harness.TestInbox;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPF, DKIM and DMARC on a whole server, with a DNS server on loopback and messages that another program signed. */
class SenderChecksIT {
    private static final Path SIGNED = Path.of("..", "mailets", "src", "test", "resources", "dkim");
    private static final String CUSTOMER = "customer@example.com";

    private static TestDnsServer dns;
    private static RunningServer server;
    private static TestInbox alice;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws IOException {
        dns = TestDnsServer.start();
        String keyName = "s1._domainkey.example.com";
        dns.txt(keyName, Files.readString(SIGNED.resolve(keyName + ".txt")))
                .txt("example.com", "v=spf1 ip4:192.0.2.1 -all")
                .txt("_dmarc.example.com", "v=DMARC1; p=reject");
        server = RunningServer.startOnEmptyFolder(
                "sender-checks-data", Map.of("DNS_SERVERS", dns.hostAndPort(), "DMARC_POLICY", "honour"));
        alice = server.admin().createOrganization("Acme").createInbox("alice");
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
        dns.close();
    }

    private Outcome deliver(String message) throws IOException {
        Path file = Files.writeString(home.resolve("message"), message, StandardCharsets.ISO_8859_1);
        return SWAKS.tryRun(
                home,
                "--server",
                "127.0.0.1:" + server.mxPort(),
                "--from",
                CUSTOMER,
                "--to",
                alice.email(),
                "--data",
                "@" + file);
    }

    private static String signed() throws IOException {
        return Files.readString(SIGNED.resolve("attachment-relaxed.eml"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void signedMessageShouldArriveWithItsVerdicts() throws IOException {
        Outcome outcome = deliver("Authentication-Results: localhost; dmarc=forged\r\n" + signed());

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(
                            () -> assertThat(imap.count("INBOX", "attachment")).isEqualTo(1));
            assertThat(imap.messageWithSubject("INBOX", "attachment"))
                    .contains("Authentication-Results: localhost;\r\n\tspf=fail smtp.mailfrom=example.com;\r\n"
                            + "\tdkim=pass header.d=example.com header.s=s1 header.b=\"")
                    .contains("\";\r\n\tdmarc=pass header.from=example.com\r\nReceived: ")
                    .doesNotContain("forged");
        }
    }

    @Test
    void changedMessageShouldBeRefusedAsItsDomainAsks() throws IOException {
        Outcome outcome = deliver(signed().replace("<p>Hi</p>", "<p>Ho</p>"));

        assertThat(outcome.out()).contains("<** 550 5.7.1 ");
    }
}
