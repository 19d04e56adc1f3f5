package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What programs on Python's imaplib do beyond reading. */
class ImaplibIT {
    private final RunningServer server = RunningServer.shared();

    @Test
    void imaplibShouldListAppendSearchCopyMoveAndExpunge() {
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");

        JsonNode seen = Json.parse(ClientScripts.python("imaplib_session.py", server, alice, Map.of(), ""));

        assertThat(seen.get("folders")).hasSize(4);
        assertThat(Json.write(seen.get("folders"))).contains("Sent", "Drafts", "Trash");
        assertThat(seen.get("subscribed")).hasSize(4);
        assertThat(seen.at("/draft/0").asText()).startsWith("[APPENDUID ");
        assertThat(seen.get("selected").asInt()).isEqualTo(4);
        assertThat(seen.get("found").asText()).isEqualTo("3");
        assertThat(seen.get("body").asText()).isEqualTo("The body of three.\r\n");
        assertThat(Json.write(seen.get("stored"))).contains("Seen", "Deleted");
        // imaplib keeps what MOVE announced until it is asked
        assertThat(seen.get("expunged")).isEqualTo(Json.parse("[\"3\", \"2\"]"));
        assertThat(seen.at("/status/0").asText()).isEqualTo("\"INBOX\" (MESSAGES 2 UIDNEXT 5)");
        assertThat(seen.get("contents"))
                .isEqualTo(
                        Json.parse(
                                """
                                {"INBOX": ["one", "four"], "Projects": ["one", "three"], "Drafts": ["begun"], "Trash": ["two"]}"""));
        assertThat(seen.get("refused").asText()).contains("[TRYCREATE]");
        assertThat(seen.get("bye").asText()).isEqualTo("BYE");
    }
}
