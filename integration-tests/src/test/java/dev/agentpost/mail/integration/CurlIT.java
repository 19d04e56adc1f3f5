package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.CURL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** curl's {@code imaps://} and {@code smtps://}, each command of a connection of its own. */
class CurlIT {
    /** What curl ends with when the login is refused. */
    private static final int LOGIN_DENIED = 67;

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;

    @TempDir
    private Path home;

    @BeforeEach
    void createInbox() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
        useKey(alice.key());
    }

    private void useKey(String key) {
        MailProgram.settings(
                home,
                ".curlrc",
                "silent",
                "show-error",
                "cacert = \"" + server.caFile() + "\"",
                "user = \"" + alice.email() + ":" + key + "\"");
    }

    private String imaps(String path) {
        return "imaps://localhost:" + server.imapsPort() + "/" + path;
    }

    private Path message(String subject) throws IOException {
        return Files.writeString(home.resolve("message"), Messages.message(alice.email(), alice.email(), subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=*", "AUTH=PLAIN"})
    void listShouldShowTheFourFolders(String mechanism) {
        assertThat(CURL.run(home, "--login-options", mechanism, imaps("")).lines())
                .containsExactlyInAnyOrder(
                        "* LIST (\\HasNoChildren) \".\" \"INBOX\"",
                        "* LIST (\\HasNoChildren \\Drafts) \".\" \"Drafts\"",
                        "* LIST (\\HasNoChildren \\Sent) \".\" \"Sent\"",
                        "* LIST (\\HasNoChildren \\Trash) \".\" \"Trash\"");
    }

    @Test
    void unknownKeyShouldBeDenied() {
        useKey(Keys.unknown());

        Outcome outcome = CURL.tryRun(home, imaps(""));

        assertThat(outcome.exit()).isEqualTo(LOGIN_DENIED);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void appendedMessageShouldBeFoundAndFetched() throws IOException {
        Path message = message("begun with curl");

        CURL.run(home, "--upload-file", message.toString(), imaps("Drafts"));

        assertThat(CURL.run(home, imaps("Drafts?SUBJECT%20begun")).strip()).isEqualTo("* SEARCH 1");
        assertThat(CURL.run(home, imaps("Drafts;UID=1"))).isEqualTo(Files.readString(message));
        assertThat(CURL.run(home, imaps("Drafts;MAILINDEX=1;SECTION=TEXT")))
                .isEqualTo("The body of begun with curl.\r\n");
        assertThat(CURL.run(home, "--request", "STATUS Drafts (MESSAGES UNSEEN)", imaps("")))
                .contains("* STATUS \"Drafts\" (MESSAGES 1 UNSEEN");
    }

    @Test
    void sentMessageShouldArriveAndBeInSent() throws IOException {
        CURL.run(
                home,
                "--mail-from",
                alice.email(),
                "--mail-rcpt",
                alice.email(),
                "--mail-rcpt",
                "customer@example.com",
                "--upload-file",
                message("sent with curl").toString(),
                "smtps://localhost:" + server.smtpsPort() + "/client.example.com");

        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() ->
                    assertThat(imap.count("INBOX", "sent with curl")).isEqualTo(1));
        }
        assertThat(CURL.run(home, imaps("Sent?ALL")).strip()).isEqualTo("* SEARCH 1");
        assertThat(CURL.run(home, imaps("Sent;UID=1")))
                .contains("Bcc: customer@example.com", "Subject: sent with curl");
    }

    @Test
    void storeAndExpungeShouldMoveToTrash() throws IOException {
        CURL.run(home, "--upload-file", message("refuse").toString(), imaps("INBOX"));

        CURL.run(home, "--request", "STORE 1 +FLAGS \\Deleted", imaps("INBOX"));
        CURL.run(home, "--request", "EXPUNGE", imaps("INBOX"));

        assertThat(CURL.run(home, imaps("INBOX?ALL")).strip()).isEqualTo("* SEARCH");
        assertThat(CURL.run(home, imaps("Trash?SUBJECT%20refuse")).strip()).isEqualTo("* SEARCH 1");
    }
}
