package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FETCH of parts and structures, of messages that are hard to take apart too. */
class ImapPartsTest extends AliceSession {
    private static final int LEVELS = 600;
    private static final int LARGE_PART_LINES = 10_000;
    private static final String LINE = "x".repeat(76) + "\r\n";

    @Override
    List<String> mail() {
        return List.of(nested(), twoParts());
    }

    @BeforeEach
    void select() throws IOException {
        client.command("SELECT INBOX");
    }

    private static String nested() {
        StringBuilder message = new StringBuilder("Subject: deep\r\nMIME-Version: 1.0\r\n");
        for (int level = 0; level < LEVELS; level++) {
            message.append("Content-Type: multipart/mixed; boundary=b" + level + "\r\n\r\n--b" + level + "\r\n");
        }
        return message.append("Content-Type: text/plain\r\n\r\nbottom\r\n").toString();
    }

    private static String twoParts() {
        return "Subject: two\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\n\r\nshort\r\n"
                + "--b\r\nContent-Type: application/pdf\r\n\r\n" + LINE.repeat(LARGE_PART_LINES) + "\r\n--b--\r\n";
    }

    @Test
    void structureOfDeeplyNestedMessageShouldBeFlat() throws IOException {
        for (String item : new String[] {"BODYSTRUCTURE", "BODY"}) {
            assertThat(client.command("FETCH 1:2 " + item))
                    .satisfiesExactly(
                            deep -> assertThat(deep)
                                    .startsWith("* 1 FETCH (" + item + " (\"APPLICATION\" \"OCTET-STREAM\""),
                            two -> assertThat(two).startsWith("* 2 FETCH (" + item + " ((\"TEXT\" \"PLAIN\""),
                            status -> assertThat(status).startsWith("OK"));
        }
    }

    @Test
    void partsOfDeeplyNestedMessageShouldBeAnswered() throws IOException {
        String deepest = "1" + ".1".repeat(400);
        for (String part : new String[] {"1", "2", "1.MIME", "2.MIME", "1.2.TEXT", "1.HEADER", deepest}) {
            assertThat(client.status("FETCH 1 BODY.PEEK[" + part + "]")).startsWith("OK");
        }
        assertThat(client.status("NOOP")).startsWith("OK");
    }

    @Test
    void largePartShouldBeWhole() throws IOException {
        assertThat(client.command("FETCH 2 (BODY.PEEK[2])").get(0))
                .isEqualTo("* 2 FETCH (BODY[2] {780000}\r\n" + LINE.repeat(LARGE_PART_LINES) + ")");
        assertThat(client.command("FETCH 2 (BODY.PEEK[2]<1.3> BODY.PEEK[2]<77.4> BODY.PEEK[1])")
                        .get(0))
                .isEqualTo("* 2 FETCH (BODY[2]<1> {3}\r\nxxx BODY[2]<77> {4}\r\n\nxxx BODY[1] {5}\r\nshort)");
        assertThat(client.command("FETCH 2 (BODY.PEEK[1.MIME])").get(0))
                .isEqualTo("* 2 FETCH (BODY[1.MIME] {28}\r\nContent-Type: text/plain\r\n\r\n)");
    }

    /** Clients ask so for an attachment: James answered the second with nothing. */
    @Test
    void sectionsOfOnePartShouldAllBeAnswered() throws IOException {
        assertThat(client.command("FETCH 2 (BODY.PEEK[1.MIME] BODY.PEEK[1])").get(0))
                .isEqualTo("* 2 FETCH (BODY[1.MIME] {28}\r\nContent-Type: text/plain\r\n\r\n BODY[1] {5}\r\nshort)");
        assertThat(client.command("FETCH 2 (BODY.PEEK[1] BODY.PEEK[2]<0.3> BODY.PEEK[1.MIME])")
                        .get(0))
                .isEqualTo("* 2 FETCH (BODY[1] {5}\r\nshort BODY[2]<0> {3}\r\nxxx"
                        + " BODY[1.MIME] {28}\r\nContent-Type: text/plain\r\n\r\n)");
    }
}
