package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What begins on the event loop may end there, and answer before what other threads have answered: some FETCH in ten
 * thousand on a busy machine had its tagged OK before its messages.
 */
class CommandThreadTest {
    @TempDir
    private Path folder;

    @Test
    void commandShouldNotBeginOnTheEventLoop() throws Exception {
        try (TestImapServer server = TestImapServer.withStock(
                        folder, Map.of(MessageFetchProcessor.class, ThreadTellingFetch.class));
                ImapClient client = server.login(server.accounts.aliceKey)) {
            client.append("INBOX", "Subject: hello\r\n\r\nHi\r\n");
            client.command("SELECT INBOX");

            List<String> answer = client.command("FETCH 1 FLAGS");

            assertThat(answer).singleElement().asString().contains("imap-command");
        }
    }
}
