package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print, and what comes of them over SMTP and IMAP. */
class CommandsIT {
    /** Changes hold everywhere within two seconds. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String OUTSIDE = "bob@example.net";

    private final RunningServer server = RunningServer.shared();
    private String organization;
    private TestInbox alice;

    @BeforeEach
    void make() {
        TestOrganization acme = server.admin().createOrganization("Acme");
        organization = acme.path().replace("/organizations/", "");
        alice = acme.createInbox("alice");
    }

    private JsonNode json(String... arguments) {
        RunningServer.Outcome outcome = server.tryCommand(
                Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
        return Json.parse(outcome.out());
    }

    private JsonNode ofAcme(String... arguments) {
        return json(Stream.concat(Stream.of(arguments), Stream.of("--org", organization))
                .toArray(String[]::new));
    }

    private String login() {
        try (ImapConnection imap = server.imap()) {
            return imap.authenticate(alice).status();
        }
    }

    private String rcpt(String recipient) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            return smtp.command("RCPT TO:<" + recipient + ">");
        }
    }

    @Test
    void inboxesAndKeysShouldOpenWhatTheirCommandsSay(@TempDir Path folder) throws IOException {
        organization = json("org", "create", "Acme").get("id").asText();
        String email = ofAcme("inbox", "create", "carol").get("email").asText();
        alice = new TestInbox(email, ofAcme("key", "create").get("key").asText());
        Path keyFile = Files.writeString(folder.resolve("key"), alice.key() + "\n");

        assertThat(login()).startsWith("OK");
        JsonNode settings = ofAcme("inbox", "settings", email);
        assertThat(settings.get("imap_port").asInt()).isEqualTo(server.imapsPort());
        assertThat(settings.get("smtp_port").asInt()).isEqualTo(server.smtpsPort());
        assertThat(server.tryCommand("inbox", "settings", email, "--org", organization)
                        .out())
                .contains(email, "localhost", server.caFile().toString());
        RunningServer.Outcome export = server.tryCommand("export", "--key-file", keyFile.toString());
        assertThat(export.exit()).as(export.err()).isZero();
        assertThat(export.out().lines()).hasSize(2);
        assertThat(export.out()).contains("email,imap_host,imap_port", email + ",", alice.key());
    }

    @Test
    void addressesShouldReceiveWhatTheirCommandsSay() {
        String alias = "sales-" + alice.email();
        ofAcme("alias", "add", alice.email(), alias);
        assertThat(ofAcme("alias", "list", alice.email()).at("/items/0/address").asText())
                .isEqualTo(alias);
        assertThat(ofAcme("inbox", "list").at("/items/0/email").asText()).isEqualTo(alice.email());
        String subject = Messages.uniqueSubject("to an alias");

        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            smtp.submitAccepted(alice.email(), List.of(alias), Messages.message(alice.email(), alias, subject));
            await().atMost(SOON).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
        }

        ofAcme("alias", "delete", alice.email(), alias, "--yes");
        await().atMost(SOON).untilAsserted(() -> assertThat(rcpt(alias)).startsWith("550 5.1.1"));

        RunningServer.Outcome unconfirmed = server.tryCommand("inbox", "delete", alice.email(), "--org", organization);
        assertThat(unconfirmed.exit()).isEqualTo(2);
        assertThat(unconfirmed.err()).contains("--yes");
        assertThat(login()).startsWith("OK");

        ofAcme("inbox", "delete", alice.email(), "--yes");
        await().atMost(SOON).untilAsserted(() -> assertThat(login()).contains("AUTHENTICATIONFAILED"));
        assertThat(server.tryCommand("inbox", "get", alice.email(), "--org", organization)
                        .exit())
                .isEqualTo(4);
    }

    @Test
    void rulesShouldHoldAtRcpt() {
        String rule = ofAcme("rule", "create", "--action", "block", OUTSIDE, "--reason", "test")
                .get("id")
                .asText();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(rcpt(OUTSIDE)).startsWith("550 5.7.1").contains(rule));
        assertThat(server.tryCommand("rule", "create", "--action", "block", OUTSIDE, "--org", organization)
                        .exit())
                .isEqualTo(5);
        assertThat(ofAcme("rule", "list").at("/items/0/id").asText()).isEqualTo(rule);

        ofAcme("rule", "delete", rule, "--yes");

        await().atMost(SOON).untilAsserted(() -> assertThat(rcpt(OUTSIDE)).startsWith("250"));

        ofAcme("inbox", "update", alice.email(), "--send-paused", "true");
        await().atMost(SOON).untilAsserted(() -> assertThat(rcpt(OUTSIDE)).doesNotStartWith("250"));
        await().untilAsserted(() -> assertThat(
                        server.tryCommand("audit", "--org", organization).out())
                .contains("recipient", alice.email()));
    }

    @Test
    void limitsShouldHoldAtLogin() {
        ofAcme("limit", "set", alice.email(), "--imap-connections", "1", "--send", "7/3600");
        assertThat(ofAcme("limit", "get", alice.email())
                        .at("/sends/0/remaining")
                        .asInt())
                .isEqualTo(7);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(login()).contains("[LIMIT]");
            imap.ok("NOOP");
        }
    }

    @Test
    void loginsShouldEndWithTheirKeyAndTheirOrganization() {
        assertThat(login()).startsWith("OK");
        json("org", "suspend", organization);
        await().atMost(SOON).untilAsserted(() -> assertThat(login()).startsWith("NO"));
        json("org", "activate", organization);
        await().atMost(SOON).untilAsserted(() -> assertThat(login()).startsWith("OK"));

        String key = ofAcme("key", "list").at("/items/0/id").asText();
        ofAcme("key", "revoke", key, "--yes");
        await().atMost(SOON).untilAsserted(() -> assertThat(login()).contains("AUTHENTICATIONFAILED"));

        json("org", "delete", organization, "--yes");
        assertThat(server.tryCommand("org", "get", organization).exit()).isEqualTo(4);
    }

    @Test
    void doctorShouldFindNothingThatFailed() {
        JsonNode doctor = json("doctor", "--time-server", "");

        assertThat(doctor.get("status").asText()).isNotEqualTo("fail");
        assertThat(doctor.findValuesAsText("check"))
                .contains("server", "cassandra", "disk", "clock", "certificate", "queue spool", "outbox");
        assertThat(json("dkim", "show").get("selector").asText()).isNotEmpty();
        assertThat(ofAcme("delivery", "list").get("items")).isEmpty();
        assertThat(ofAcme("suppression", "list").get("items")).isEmpty();
        assertThat(ofAcme("domain", "create", "commands.example.com")
                        .get("status")
                        .asText())
                .isEqualTo("pending");
        ofAcme("domain", "delete", "commands.example.com", "--yes");
        assertThat(alice.email())
                .endsWith("@" + json("domain", "get").get("domain").asText());
        assertThat(json("trash", "empty", "--yes", "--inbox", alice.email())
                        .get("failed")
                        .asInt())
                .isZero();
    }
}
