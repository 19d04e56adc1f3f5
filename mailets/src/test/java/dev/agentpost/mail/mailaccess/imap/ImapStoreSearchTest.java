package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.james.MemoryMailboxes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEARCH (RFC 3501 section 6.4.4) as our store answers it, where James's search index picks other messages. */
class ImapStoreSearchTest {
    @TempDir
    private static Path folder;

    private static TestImapServer server;
    private static ImapClient client;

    /** UIDs 2 to 6. */
    @BeforeAll
    static void start() throws Exception {
        server = TestImapServer.start(folder, MemoryMailboxes.withTrash());
        for (String date : new String[] {
            "Sat, 30 May 2020 12:00:00 +0000",
            "Mon, 1 Jun 2020 23:30:00 -0800",
            "Tue, 2 Jun 2020 00:30:00 +0900",
            "Tue, 2 Jun 2020 23:59:59 +0000",
            "Wed, 3 Jun 2020 12:00:00 +0000",
            "Thu, 4 Jun 2020 00:00:00 +0000"
        }) {
            server.deliver(TestAccounts.ALICE, "INBOX", "Date: " + date + "\r\nSubject: s\r\n\r\nText.\r\n");
        }
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SEARCH SENTON 1-Jun-2020|* SEARCH 1",
                "SEARCH SENTON 2-Jun-2020|* SEARCH 2 3",
                "SEARCH SENTBEFORE 2-Jun-2020|* SEARCH 1",
                "SEARCH SENTBEFORE 3-Jun-2020|* SEARCH 1 2 3",
                "SEARCH SENTSINCE 3-Jun-2020|* SEARCH 4 5",
                "SEARCH NOT SENTON 2-Jun-2020|* SEARCH 1 4 5",
                "SEARCH NOT 2,4|* SEARCH 1 3 5",
                "UID SEARCH NOT UID 2,4|* SEARCH 3 5 6",
                "SEARCH OR 1 UID 5|* SEARCH 1 4",
                "UID SEARCH OR UID 2 3|* SEARCH 2 4",
                "SEARCH OR 1 OR UID 4 NOT 1:4|* SEARCH 1 3 5",
                "SEARCH NOT (1 UID 2)|* SEARCH 2 3 4 5",
                "SEARCH 2:4 NOT UID 4|* SEARCH 2 4"
            })
    void searchShouldPickTheRightMessages(String command, String answer) throws IOException {
        assertThat(client.command(command).get(0)).isEqualTo(answer);
    }
}
