package dev.agentpost.mail.login.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.mailaccess.imap.ImapClient;
import dev.agentpost.mail.mailaccess.imap.TestAccounts;
import dev.agentpost.mail.mailaccess.imap.TestImapServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login that takes long must not keep other connections of its event loop waiting. Here all have the same one. */
class ImapLoginEventLoopTest {
    @TempDir
    private Path folder;

    private TestImapServer server;
    private ImapClient slow;
    private ImapClient other;
    private Runnable release;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, Map.of("ioWorkerCount", "1"));
        slow = server.connect();
        other = server.login(server.accounts.aliceKey);
        release = server.accounts.holdLogins();
    }

    @AfterEach
    void stop() throws IOException {
        slow.close();
        other.close();
        server.close();
    }

    @Test
    void loginShouldNotBlockOthers() throws IOException {
        String tag = slow.start("LOGIN " + TestAccounts.ALICE.asString() + " " + server.accounts.aliceKey.text());

        assertOthersAreAnsweredBefore(tag);
    }

    @Test
    void authenticateWithAnInitialResponseShouldNotBlockOthers() throws IOException {
        String tag = slow.start("AUTHENTICATE PLAIN " + response());

        assertOthersAreAnsweredBefore(tag);
    }

    @Test
    void authenticateAfterAContinuationShouldNotBlockOthers() throws IOException {
        String tag = slow.start("AUTHENTICATE PLAIN");
        slow.readLine();
        slow.send(response() + "\r\n");

        assertOthersAreAnsweredBefore(tag);
    }

    private String response() {
        String text = "\0" + TestAccounts.ALICE.asString() + "\0" + server.accounts.aliceKey.text();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertOthersAreAnsweredBefore(String tag) throws IOException {
        await().untilAsserted(() -> assertThat(server.accounts.loginsBegun()).isEqualTo(2));

        assertThat(other.command("SELECT INBOX")).contains("* 0 EXISTS");
        try (ImapClient third = server.connect()) {
            assertThat(third.status("NOOP")).startsWith("OK");
        }
        release.run();
        List<String> answer = slow.finish(tag);

        assertThat(answer).last().asString().startsWith("OK");
    }
}
