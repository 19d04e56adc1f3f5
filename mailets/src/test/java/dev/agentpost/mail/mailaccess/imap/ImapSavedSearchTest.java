package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code $} stands for (RFC 5182). The messages 1 to 4 have the UIDs 2 to 5. About {@code OR ALL ALL} see
 * {@link ImapSearchTest}.
 */
class ImapSavedSearchTest extends AliceSession {

    @Override
    List<String> mail() {
        return Stream.of("gone", "one", "task two", "three", "task four")
                .map(subject -> "Subject: " + subject + "\r\n\r\nText.\r\n")
                .toList();
    }

    @BeforeEach
    void select() throws IOException {
        client.command("SELECT INBOX");
        client.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");
    }

    @Test
    void resultOfEitherSearchShouldBeUsedByEitherKindOfCommand() throws IOException {
        for (String search : List.of("SEARCH", "UID SEARCH")) {
            client.command(search + " RETURN (SAVE) SUBJECT task");

            assertThat(client.command("FETCH $ (UID)")).startsWith("* 2 FETCH (UID 3)", "* 4 FETCH (UID 5)");
            assertThat(client.command("UID FETCH $ (UID)")).startsWith("* 2 FETCH (UID 3)", "* 4 FETCH (UID 5)");
            assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH 2 4");
            assertThat(client.command("UID SEARCH UID $").get(0)).isEqualTo("* SEARCH 3 5");
            assertThat(client.command("SEARCH OR ALL ALL NOT ($ SUBJECT four)").get(0))
                    .isEqualTo("* SEARCH 1 2 3");
        }
    }

    @Test
    void savingAloneShouldAnswerNoNumbers() throws IOException {
        assertThat(client.command("SEARCH RETURN (SAVE) ALL"))
                .singleElement()
                .asString()
                .startsWith("OK");
    }

    @Test
    void smallestAndLargestShouldBeSavedWhenOnlyTheyAreAskedFor() throws IOException {
        client.command("SEARCH RETURN (SAVE MIN MAX) ALL");

        assertThat(client.command("UID SEARCH $").get(0)).isEqualTo("* SEARCH 2 5");
    }

    @Test
    void storeCopyAndExpungeShouldTakeTheResult() throws IOException {
        client.command("CREATE other");
        client.command("SEARCH RETURN (SAVE) SUBJECT task");

        assertThat(client.command("UID STORE $ +FLAGS (\\Deleted)")).hasSize(3);
        assertThat(client.command("SEARCH DELETED").get(0)).isEqualTo("* SEARCH 2 4");
        assertThat(client.status("COPY $ other")).startsWith("OK [COPYUID");
        assertThat(client.command("STATUS other (MESSAGES)").get(0)).endsWith("(MESSAGES 2)");
        assertThat(client.command("UID EXPUNGE $")).startsWith("* 2 EXPUNGE", "* 3 EXPUNGE");
    }

    @Test
    void expungedMessagesShouldFallOut() throws IOException {
        client.command("SEARCH RETURN (SAVE) SUBJECT task");
        client.command("STORE 1,2 +FLAGS.SILENT (\\Deleted)");
        client.command("EXPUNGE");

        assertThat(client.command("FETCH $ (UID)"))
                .satisfiesExactly(line -> assertThat(line).isEqualTo("* 2 FETCH (UID 5)"), line -> assertThat(line)
                        .startsWith("OK"));
    }

    @Test
    void emptyResultShouldBeNoMistake() throws IOException {
        for (String command : List.of(
                "FETCH $ (UID)",
                "UID FETCH $ (UID)",
                "STORE $ +FLAGS (\\Seen)",
                "UID STORE $ +FLAGS (\\Seen)",
                "COPY $ INBOX",
                "UID EXPUNGE $")) {
            assertThat(client.command(command)).singleElement().asString().startsWith("OK");
        }
        assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH");
        assertThat(client.command("SEARCH OR ALL ALL NOT $").get(0)).isEqualTo("* SEARCH 1 2 3 4");
    }

    @Test
    void searchWithoutSavingAndOneThatIsBadShouldChangeNothing() throws IOException {
        client.command("SEARCH RETURN (SAVE) SUBJECT task");
        client.command("SEARCH ALL");
        client.command("SEARCH RETURN (COUNT) ALL");
        assertThat(client.status("SEARCH RETURN (SAVE) NONSENSE")).startsWith("BAD");

        assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH 2 4");
    }

    @Test
    void failedSearchShouldLeaveAnEmptyResult() throws IOException {
        client.command("SEARCH RETURN (SAVE) SUBJECT task");
        server.setMailboxesDown(true);
        assertThat(client.status("SEARCH RETURN (SAVE) ALL")).startsWith("NO");
        server.setMailboxesDown(false);

        assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH");
    }

    @Test
    void searchWithAnUnknownCharsetShouldLeaveAnEmptyResult() throws IOException {
        client.command("SEARCH RETURN (SAVE) SUBJECT task");
        assertThat(client.status("SEARCH RETURN (COUNT) CHARSET NONSENSE ALL")).startsWith("NO [BADCHARSET");
        assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH 2 4");

        assertThat(client.status("SEARCH RETURN (SAVE) CHARSET NONSENSE ALL")).startsWith("NO [BADCHARSET");

        assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH");
    }

    @Test
    void selectingShouldLeaveAnEmptyResult() throws IOException {
        for (String command : List.of("SELECT INBOX", "EXAMINE INBOX")) {
            client.command("SEARCH RETURN (SAVE) ALL");
            client.command(command);

            assertThat(client.command("SEARCH $").get(0)).isEqualTo("* SEARCH");
        }
    }
}
