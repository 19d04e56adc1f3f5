package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may be said in a SEARCH. The index of the tests reads the first set of UIDs that it finds as a condition of its own,
 * even below NOT and OR, unless another conjunction stands before it: hence {@code OR ALL ALL}.
 */
class ImapSearchTest extends AliceSession {

    @Override
    List<String> mail() {
        return List.of(
                "Subject: New Task\r\nFrom: bob@example.com\r\n\r\nDo it.\r\n",
                "Subject: [list] other\r\nFrom: carol@example.com\r\n\r\nNo.\r\n");
    }

    @BeforeEach
    void select() throws IOException {
        client.command("SELECT INBOX");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "SEARCH OLD UNSEEN | * SEARCH",
                "SEARCH (RECENT) NOT (OLD) | * SEARCH 1 2",
                "SEARCH OR OLD SUBJECT task | * SEARCH 1",
                "SEARCH OLDER 100000 | * SEARCH",
                "SEARCH SINCE \"1-Feb-2020\" | * SEARCH 1 2",
                "SEARCH BEFORE 01-Feb-2020 | * SEARCH",
                "SEARCH (LARGER 10) | * SEARCH 1 2",
                "SEARCH SUBJECT [list] | * SEARCH 2",
                "SEARCH subject \"a \\\"quoted\\\" text\" | * SEARCH",
                "SEARCH CHARSET UTF-8 SUBJECT task | * SEARCH 1",
                "SEARCH KEYWORD $x | * SEARCH",
                "UID SEARCH UID 1:* 2 | * SEARCH 2",
                "SEARCH HEADER From carol HEADER Subject \"\" | * SEARCH 2",
                "SEARCH 10:* | * SEARCH 2",
                "SEARCH *:10 | * SEARCH 2",
                "UID SEARCH 10:* | * SEARCH 2",
                "UID SEARCH UID 10:* | * SEARCH 2",
                "SEARCH OR ALL ALL NOT 10:* | * SEARCH 1",
                "SEARCH OR ALL ALL NOT UID 10:* | * SEARCH 1",
                "SEARCH OR ALL ALL OR 10:* SUBJECT task | * SEARCH 1 2",
                "SEARCH 10:20 | * SEARCH",
                "SEARCH 2:20 | * SEARCH 2",
                "SEARCH OR ALL ALL NOT 10:20 | * SEARCH 1 2",
                "SEARCH 4294967295 | * SEARCH",
                "SEARCH RETURN (COUNT) ALL | * ESEARCH (TAG \"TAG\") COUNT 2",
            })
    void searchShouldBeAnswered(String command, String answer) throws IOException {
        assertThat(client.command(command).get(0).replaceAll("TAG \"[^\"]*\"", "TAG \"TAG\""))
                .isEqualTo(answer.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH",
                "SEARCH ()",
                "SEARCH OLDX",
                "SEARCH NOT",
                "SEARCH OR ALL",
                "SEARCH (ALL",
                "SEARCH ALL)",
                "SEARCH SUBJECT",
                "SEARCH SUBJECT \"open",
                "SEARCH SINCE \"1-Feb-2020",
                "SEARCH RETURN (SOME) ALL",
                "SEARCH ALL CHARSET UTF-8",
                "SEARCH %",
                "SEARCH $x",
                "SEARCH MODSEQ 9223372036854775808",
                "SEARCH MODSEQ 18446744073709551617",
                "SEARCH MODSEQ \"/flags/\\\\draft\" all 18446744073709551617",
                "FETCH 1 (FLAGS) (CHANGEDSINCE 18446744073709551617)",
                "STORE 1 (UNCHANGEDSINCE 18446744073709551617) +FLAGS (\\Seen)",
                "SELECT INBOX (QRESYNC (1 18446744073709551617))",
            })
    void whatIsNoSearchShouldBeBad(String command) throws IOException {
        assertThat(client.status(command)).startsWith("BAD");
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    @Test
    void largestModSeqShouldBeTaken() throws IOException {
        assertThat(client.command("SEARCH MODSEQ 9223372036854775807")).contains("* SEARCH");
    }

    @Test
    void emptyFolderShouldHaveNoLastMessage() throws IOException {
        client.command("CREATE empty");
        client.command("SELECT empty");

        assertThat(client.command("SEARCH 10:*").get(0)).isEqualTo("* SEARCH");
        assertThat(client.command("SEARCH NOT *").get(0)).isEqualTo("* SEARCH");
        assertThat(client.command("UID SEARCH UID 10:*").get(0)).isEqualTo("* SEARCH");
    }

    @Test
    void unknownCharsetShouldBeNamed() throws IOException {
        assertThat(client.status("SEARCH CHARSET NO-SUCH ALL")).startsWith("NO [BADCHARSET");
    }
}
