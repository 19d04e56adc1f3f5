package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.Folders;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Thunderbird itself, without a screen, set up by what the server answers to its autoconfiguration. Not one of the tests that every build runs, because of the size of the program and
 * because it is driven through its insides, which change from version to version: {@code -Dit.test=RealThunderbird}. What it
 * and the server said is then in {@code target/thunderbird.*}; {@link ThunderbirdSequenceIT} plays it.
 */
class RealThunderbird {
    private static final Path PROFILE = Path.of("target", "thunderbird").toAbsolutePath();

    private final RunningServer server = RunningServer.shared();

    @Test
    void thunderbirdShouldShowSendFileAndDelete() {
        TestInbox alice = server.admin().createOrganization("Acme").createInbox("alice");
        Folders.delete(PROFILE);
        try (ImapConnection imap = server.imap(alice)) {
            for (String subject : List.of("one", "two")) {
                String message = Messages.message("bob@example.com", alice.email(), subject);
                imap.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
            }

            JsonNode seen = Json.parse(ClientScripts.python(
                    "thunderbird_session.py",
                    server,
                    alice,
                    Map.of("AUTOCONFIG", server.publicApi().url("/mail/config-v1.1.xml?emailaddress=" + alice.email())),
                    "",
                    MailProgram.THUNDERBIRD.path(),
                    PROFILE.toString()));

            assertThat(texts(seen.get("folders"))).containsExactlyInAnyOrder("Inbox", "Drafts", "Sent", "Trash");
            assertThat(seen.get("read").asText()).contains("The body of one.");
            assertThat(texts(seen.get("sent"))).containsExactly("greeting");
            assertThat(texts(seen.at("/deleted/left"))).contains("one").doesNotContain("two");
            assertThat(texts(seen.at("/deleted/trash"))).containsExactly("two");
            assertThat(texts(seen.get("drafts"))).containsExactly("begun");
            assertThat(texts(seen.get("created")))
                    .containsExactlyInAnyOrder("INBOX", "Drafts", "Sent", "Trash", "Projects");
            assertThat(imap.count("Sent", "greeting")).isEqualTo(1);
            assertThat(imap.messageWithSubject("Sent", "greeting")).contains("Bcc: hidden@example.com", "\\Seen");
            assertThat(imap.messageWithSubject("INBOX", "one")).contains("\\Flagged", "\\Seen", "$label1");
            assertThat(imap.headers("Drafts")).hasSize(1);
            assertThat(imap.headers("Trash")).isEmpty();
        }
        assertThat(server.admin().checkStore("headers")).isEmpty();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
