package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.james.imap.decode.parser.GetMetadataCommandParser;
import org.apache.james.imap.decode.parser.GetQuotaCommandParser;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.decode.parser.SelectCommandParser;
import org.apache.james.imap.decode.parser.StatusCommandParser;
import org.apache.james.imap.processor.SearchProcessor;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What James's classes answer in the place of ours. A row that fails after an upgrade tells of a class that may go. */
class StockClassesTest {
    private static final String TWO_PARTS = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n\r\none\r\n--b\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--b--\r\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> defects() {
        return Stream.of(
                Arguments.of(
                        MessageFetchProcessor.class,
                        FetchProcessor.class,
                        "FETCH 1 (BODY.PEEK[2.MIME] BODY.PEEK[2])",
                        "BODY[2] {0}"),
                Arguments.of(
                        InboxSearchProcessor.class, SearchProcessor.class, "SEARCH RETURN (MIN) MODSEQ 1", "MODSEQ 3"),
                Arguments.of(InboxSearchCommandParser.class, SearchCommandParser.class, "SEARCH OLD UNSEEN", "BAD"),
                Arguments.of(
                        InboxSelectCommandParser.class,
                        SelectCommandParser.class,
                        "SELECT INBOX (CONDSTORE QRESYNC (1 1))",
                        "Illegal arguments"),
                Arguments.of(InboxStatusCommandParser.class, StatusCommandParser.class, "STATUS INBOX ()", "OK"),
                Arguments.of(InboxQuotaCommandParser.class, GetQuotaCommandParser.class, "GETQUOTA \"x\"", "BAD"),
                Arguments.of(
                        InboxGetMetadataCommandParser.class,
                        GetMetadataCommandParser.class,
                        "GETMETADATA (MAXSIZE 3) INBOX (/private/x)",
                        "BAD"));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void classOfJamesShouldStillHaveItsDefect(Class<?> ours, Class<?> stock, String command, String defect)
            throws Exception {
        try (TestImapServer server = TestImapServer.withStock(folder, Map.of(ours, stock))) {
            server.deliver(TestAccounts.ALICE, "INBOX", TWO_PARTS);
            server.deliver(TestAccounts.ALICE, "INBOX", TWO_PARTS);
            try (ImapClient client = server.login(server.accounts.aliceKey)) {
                client.command("SELECT INBOX");

                assertThat(client.command(command)).anyMatch(line -> line.contains(defect));
            }
        }
    }
}
