package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FETCH of more messages than are answered in one piece: the client sees one answer. INBOX has the UIDs 1 to 12,000. */
class ImapLargeMailboxTest {
    private static final int MESSAGES = 12_000;

    @TempDir
    static Path folder;

    private static TestImapServer server;
    private static ImapClient client;

    @BeforeAll
    static void start() throws Exception {
        server = TestImapServer.start(folder);
        for (int i = 0; i < 100; i++) {
            server.deliver(TestAccounts.ALICE, "INBOX", "Subject: " + i + "\r\n\r\nText.\r\n");
        }
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
        for (int copied = 100; copied < MESSAGES; copied *= 2) {
            client.command("COPY 1:" + Math.min(copied, MESSAGES - copied) + " INBOX");
            client.command("NOOP");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"FETCH 1:*, 12000", "UID FETCH 1:*, 12000", "FETCH 5001:5002, 2", "UID FETCH 4999:10001, 5003"})
    void flagsShouldComeOnceAndInOrder(String command, int count) throws IOException {
        List<String> lines = client.command(command + " (FLAGS UID)");

        assertThat(lines).last().asString().startsWith("OK");
        List<Integer> numbers = numbers(lines);
        assertThat(numbers).hasSize(count).isSorted().doesNotHaveDuplicates();
        assertThat(lines).hasSize(count + 1);
    }

    @Test
    void envelopesShouldComeOnceAndInOrder() throws IOException {
        List<String> lines = client.command("FETCH 1:1201 (ENVELOPE)");

        assertThat(numbers(lines))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 1201).boxed().toList());
        assertThat(lines).hasSize(1202).last().asString().startsWith("OK");
    }

    @Test
    void numberBeyondTheLastShouldBeRefusedBeforeAnythingIsAnswered() throws IOException {
        assertThat(client.command("FETCH 1:12001 (FLAGS)"))
                .singleElement()
                .asString()
                .startsWith("BAD");
    }

    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .map(Pattern.compile("^\\* (\\d+) FETCH ")::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }
}
