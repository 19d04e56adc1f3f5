package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** COPYUID of RFC 4315 and RFC 6851. INBOX has the UIDs 2, 4 and 5. */
class ImapCopyTest {
    private static final String MESSAGE = "Subject: task\r\n\r\nDo it.\r\n";

    @TempDir
    private Path folder;

    private TestImapServer server;
    private ImapClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        for (int i = 0; i < 5; i++) {
            server.deliver(TestAccounts.ALICE, "INBOX", MESSAGE);
        }
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
        client.command("STORE 1,3 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");
        client.command("CREATE Work");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COPY 1 | 2 1",
                "COPY 2:3 | 4:5 1:2",
                "COPY 1:* | 2,4:5 1:3",
                "COPY 3,1 | 2,5 1:2",
                "COPY 1,1,1:2 | 2,4 1:2",
                "UID COPY 2:4 | 2,4 1:2",
                "UID COPY 1:* | 2,4:5 1:3",
                "UID COPY 1:3 | 2 1",
                "MOVE 1 | 2 1",
                "MOVE 2:* | 4:5 1:2",
                "UID MOVE 1:* | 2,4:5 1:3"
            })
    void answerShouldNameTheUidsOnBothSides(String command, String uids) throws IOException {
        assertThat(client.status(command + " Work"))
                .matches("OK \\[COPYUID \\d+ " + uids + "\\] (COPY|MOVE) completed\\.");
        assertThat(client.command("STATUS Work (MESSAGES)"))
                .contains("* STATUS \"Work\" (MESSAGES " + count(uids) + ")");
    }

    private static int count(String uids) {
        String last = uids.substring(uids.indexOf(' ') + 1);
        return Integer.parseInt(last.substring(last.indexOf(':') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UID COPY 3", "UID MOVE 1,3", "UID COPY 9"})
    void messagesThatAreGoneShouldBeNoError(String command) throws IOException {
        assertThat(client.status(command + " Work")).matches("OK (COPY|MOVE) completed\\.");
    }

    @Test
    void sequenceNumberOfNoMessageShouldBeBad() throws IOException {
        assertThat(client.status("COPY 2:4 Work")).startsWith("BAD");
        assertThat(client.command("STATUS Work (MESSAGES)")).contains("* STATUS \"Work\" (MESSAGES 0)");
    }
}
