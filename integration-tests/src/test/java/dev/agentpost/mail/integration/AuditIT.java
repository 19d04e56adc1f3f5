package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What an organization can look up afterwards. Late, since it ends the server that the classes share. */
@Order(Integer.MAX_VALUE - 2)
class AuditIT {
    private final RunningServer server = RunningServer.shared();

    private List<String> trail(TestOrganization organization) {
        List<String> entries = new ArrayList<>();
        for (JsonNode item :
                server.admin().get(organization.path() + "/audit?limit=1000").path("items")) {
            entries.add(
                    item.path("action").asText() + " " + item.path("outcome").asText());
        }
        return entries;
    }

    @Test
    void refusalsLoginsAndChangesShouldBeFoundAlsoAfterARestart() {
        TestOrganization acme = server.admin().createOrganization("Acme");
        TestInbox alice = acme.createInbox("alice");
        TestKey key = acme.createKey();
        try (SmtpConnection smtp = server.smtp(alice);
                ImapConnection imap = server.imap(alice)) {
            imap.ok("NOOP");
            smtp.submit(alice.email(), List.of("nobody@shared.localhost"), "");
        }
        acme.revoke(key);
        await().untilAsserted(() -> assertThat(trail(acme))
                .contains(
                        "organization_create success",
                        "inbox_create success",
                        "key_create success",
                        "smtp_login success",
                        "imap_login success",
                        "recipient refused")
                .startsWith("key_revoke success"));
        List<String> before = trail(acme);
        acme.createInbox("bob");

        server.stop();
        server.start();

        List<String> after = trail(acme);
        assertThat(after).contains("inbox_create success").endsWith(before.toArray(String[]::new));
        assertThat(after.size()).isGreaterThan(before.size());
        assertThat(server.admin().get(acme.path() + "/audit").toString()).doesNotContain("ap_sk_");
    }

    @Test
    void messagesShouldBeCountedAndTimed() {
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(
                    alice.email(),
                    List.of(alice.email()),
                    Messages.message(alice.email(), alice.email(), Messages.uniqueSubject("counted")));
        }

        // times are noted after the answer
        await().untilAsserted(() -> assertThat(
                        server.admin().send("GET", "/metrics", "").body())
                .contains("submission_accepted", "submission_refused_rule", "audit_dropped")
                .contains("SMTP_policy", "SMTP_enqueue", "SMTP_data", "SMTP_auth"));
    }
}
