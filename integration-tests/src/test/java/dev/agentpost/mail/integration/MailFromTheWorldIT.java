package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.SWAKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product section 4, port 25: from programs of others to an inbox that waits, and nowhere else. */
class MailFromTheWorldIT {
    private static final String CUSTOMER = "customer@example.com";
    private static final int NO_RECIPIENT = 24;

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;

    @TempDir
    private Path home;

    @BeforeEach
    void createInbox() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
    }

    private Outcome swaks(String to, String subject, String... more) {
        String[] all = new String[more.length + 8];
        System.arraycopy(
                new String[] {
                    "--server",
                    "127.0.0.1:" + server.mxPort(),
                    "--from",
                    CUSTOMER,
                    "--to",
                    to,
                    "--header",
                    "Subject: " + subject
                },
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return SWAKS.tryRun(home, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ESMTP", "ESMTPS"})
    void inboxThatWaitsShouldHearOfTheMessage(String protocol) {
        String subject = Messages.uniqueSubject("from the world");
        try (ImapConnection watcher = server.imap(alice);
                ImapConnection reader = server.imap(alice)) {
            watcher.ok("SELECT INBOX");
            watcher.send("IDLE");

            Outcome outcome = protocol.equals("ESMTPS")
                    ? swaks(
                            alice.email(),
                            subject,
                            "--tls",
                            "--tls-verify",
                            "--tls-ca-path",
                            server.caFile().toString())
                    : swaks(alice.email(), subject);

            assertThat(outcome.exit()).as(outcome.toString()).isZero();
            awaitLine(watcher, "* 1 EXISTS");
            assertThat(reader.messageWithSubject("INBOX", subject))
                    .contains("Return-Path: <" + CUSTOMER + ">\r\nDelivered-To: " + alice.email()
                            + "\r\nAuthentication-Results: localhost;\r\n\tspf=none smtp.mailfrom=example.com;")
                    .contains(" with " + protocol + " id ");
            assertThat(reader.count("Sent", subject)).isZero();
        }
    }

    private static void awaitLine(ImapConnection watcher, String wanted) {
        String line = watcher.readResponse();
        while (line != null && !line.equals(wanted)) {
            line = watcher.readResponse();
        }
        assertThat(line).isEqualTo(wanted);
    }

    @Test
    void smtplibShouldReachThoseWhoAreHere() {
        String subject = Messages.uniqueSubject("from smtplib");
        String nobody = "nobody@" + alice.email().substring(alice.email().indexOf('@') + 1);

        String refused = ClientScripts.python(
                "deliver.py",
                server,
                alice,
                Map.of("MX_PORT", "" + server.mxPort()),
                "",
                CUSTOMER,
                subject,
                alice.email(),
                nobody,
                "victim@example.net");

        assertThat(refused.lines())
                .containsExactly(
                        nobody + " 550 5.1.1 No such inbox here", "victim@example.net 550 5.7.1 Relaying denied");
        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim@example.com",
                "@localhost:victim@example.com",
                "victim%example.com@shared.localhost",
                "example.com!victim@shared.localhost",
                "\"victim@example.com\"@shared.localhost"
            })
    void nothingShouldBeRelayed(String recipient) {
        Outcome outcome = swaks(recipient, "never");

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(NO_RECIPIENT);
        assertThat(outcome.out()).contains("<** 550 5.");
    }

    @Test
    void operatorShouldReadTheMailOfPostmaster() {
        Outcome outcome = swaks("Postmaster", Messages.uniqueSubject("to the operator"));
        String id = outcome.out().replaceAll("(?s).*250 2\\.6\\.0 (\\S+) accepted.*", "$1");

        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        await().untilAsserted(() -> {
            JsonNode kept = server.admin().get("/mailRepositories/postmaster/mails");
            assertThat(StreamSupport.stream(kept.spliterator(), false).map(JsonNode::asText))
                    .contains(id);
        });
    }
}
