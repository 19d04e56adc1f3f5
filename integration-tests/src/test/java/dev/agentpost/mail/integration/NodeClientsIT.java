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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void imapflowShouldHearThroughIdleWhatAnotherClientDoes(boolean qresync) {
        JsonNode heard = Json.parse(
                ClientScripts.node("imapflow_push.mjs", server, support, Map.of("QRESYNC", qresync ? "1" : "0")));

        assertThat(Json.write(heard.get("enabled"))).contains(qresync ? "QRESYNC" : "CONDSTORE");
        assertThat(heard.at("/exists/count").asInt()).isEqualTo(1);
        assertThat(heard.at("/flags/seq").asInt()).isEqualTo(2);
        assertThat(heard.at("/flags/modseq").asLong()).isPositive();
        assertThat(Json.write(heard.at("/flags/flags"))).contains("Flagged");
        assertThat(heard.at("/expunge/vanished").asBoolean()).isEqualTo(qresync);
        assertThat(heard.at(qresync ? "/expunge/uid" : "/expunge/seq").asInt()).isEqualTo(1);
        assertThat(heard.at(qresync ? "/moved/uid" : "/moved/seq").asInt()).isEqualTo(qresync ? 3 : 2);
    }

    @Test
    void imapflowShouldCatchUpWithWhatHappenedWhileItWasAway() {
        JsonNode heard = Json.parse(ClientScripts.node("imapflow_push.mjs", server, support, Map.of("QRESYNC", "1")));

        JsonNode resynced = heard.get("resynced");
        assertThat(resynced.get("accepted").asBoolean()).isTrue();
        assertThat(resynced.get("exists").asInt()).isEqualTo(1);
        assertThat(resynced.get("flags").findValuesAsText("uid")).containsExactly("2");
        assertThat(resynced.get("expunge").findValuesAsText("uid")).contains("1");
        assertThat(resynced.get("expunge").findValuesAsText("earlier")).containsOnly("true");
    }

    @Test
    void imapflowShouldFileMoveAndDelete() {
        JsonNode seen = Json.parse(ClientScripts.node("imapflow_folders.mjs", server, support, Map.of()));

        assertThat(seen.get("special"))
                .isEqualTo(
                        Json.parse(
                                """
                        {"\\\\Inbox": "INBOX", "\\\\Drafts": "Drafts", "\\\\Sent": "Sent", "\\\\Trash": "Trash"}"""));
        assertThat(seen.get("again").asInt()).isEqualTo(seen.get("appended").asInt());
        assertThat(texts(seen.get("sent"))).containsExactly("sent \\Seen");
        assertThat(texts(seen.get("drafts"))).containsExactly("draft-2 \\Draft \\Seen");
        assertThat(seen.at("/moved/destination").asText()).isEqualTo("Projects");
        assertThat(texts(seen.get("projects"))).containsExactly("kept");
        assertThat(texts(seen.get("trash"))).containsExactly("deleted");
        assertThat(seen.get("changed")).hasSize(1);
        assertThat(texts(seen.get("flagged"))).containsExactly("sent", "left \\Flagged");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
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
