package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** imapflow and nodemailer, as programs in Node use them. */
class NodeClientsIT {
    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox support;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        support = acme.createInbox("support");
    }

    @Test
    void imapflowShouldListFoldersGetPushesThroughIdleAndSetFlags() {
        JsonNode seen = Json.parse(ClientScripts.node("imapflow_session.mjs", server, support, Map.of()));

        assertThat(seen.get("folders").findValuesAsText("path"))
                .containsExactlyInAnyOrder("INBOX", "Sent", "Drafts", "Trash");
        assertThat(seen.get("folders").findValuesAsText("specialUse")).contains("\\Sent", "\\Drafts", "\\Trash");
        assertThat(seen.get("folders").findValuesAsText("subscribed")).containsOnly("true");
        assertThat(seen.get("pushed").asInt()).isEqualTo(1);
        assertThat(seen.get("subject").asText()).isEqualTo("pushed to IDLE");
        assertThat(seen.get("body").asText()).isEqualTo("no polling required");
        assertThat(Json.write(seen.get("flags"))).contains("Seen", "Flagged");
        assertThat(seen.get("unseen").asInt()).isZero();
    }

    @Test
    void nodemailerShouldSendToRecipientsHereAndElsewhere() {
        TestInbox alice = acme.createInbox("alice");
        TestInbox bob = acme.createInbox("bob");
        String subject = Messages.uniqueSubject("to several");

        JsonNode sent = Json.parse(ClientScripts.node(
                "send_to_several.mjs",
                server,
                support,
                Map.of(
                        "TO",
                        alice.email() + ", customer@example.com",
                        "CC",
                        "Colleague <colleague@example.org>",
                        "BCC",
                        bob.email(),
                        "SUBJECT",
                        subject)));

        assertThat(sent.get("accepted")).hasSize(4);
        assertThat(sent.get("rejected")).isEmpty();
        assertThat(sent.get("response").asText()).matches("250 2\\.6\\.0 \\S+ accepted");
        for (TestInbox recipient : List.of(alice, bob)) {
            try (ImapConnection imap = server.imap(recipient)) {
                await().untilAsserted(
                                () -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            }
        }
    }
}
