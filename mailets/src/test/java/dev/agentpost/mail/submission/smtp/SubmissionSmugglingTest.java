package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3, "bare LF, smuggling attempts: refused, nothing delivered", over TLS. */
class SubmissionSmugglingTest extends MessageSubmission {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r.\r",
                "\r\n.\n",
                "\r\n.\r",
                "\r.\r\n",
                "\n.\r",
                "\r\n\n.\r\n",
                "a\nb\r\n",
                "a\rb\r\n",
                "\r\r\n.\r\n",
                "\r\n.\r\r\n",
                "\r\n..\n.\r\n",
                "\0\n.\r\n",
                "\r\0\n.\r\n",
                "\r\n.\r\0\n"
            })
    void otherLineEndsShouldDeliverNothing(String sequence) {
        client.command("MAIL FROM:<" + ALICE + ">");
        client.command("RCPT TO:<" + BOB + ">");
        client.command("DATA");

        client.sendRaw(HEADER + "\r\nHi" + sequence + "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + OUTSIDER
                + ">\r\nDATA\r\n" + FROM + "\r\nsmuggled\r\n.\r\n");

        assertThat(client.read()).startsWith("554 5.5.2 ");
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(server.spool.mails()).isEmpty();
    }

    /** What other servers may take for the end of a message. */
    @ParameterizedTest
    @ValueSource(strings = {"\r\n.\0\r\n", "\r\n\0.\r\n", "\r\n. \r\n", "\r\n .\r\n", "\r\n..\r\n", "\r\n.\u000b\r\n"})
    void whatOnlyLooksLikeTheEndShouldBePartOfTheMessage(String sequence) {
        assertThat(send(HEADER + "\r\nHi" + sequence + "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + OUTSIDER
                        + ">\r\nDATA\r\n" + FROM + "\r\nsmuggled\r\n"))
                .matches(ACCEPTED);

        assertThat(spooled().recipients()).containsExactly(BOB);
        assertThat(spooled().body()).endsWith("smuggled\r\n");
    }

    @Test
    void bareLineFeedAfterALineThatIsTooLongShouldDeliverNothing() {
        client.command("MAIL FROM:<" + ALICE + ">");
        client.command("RCPT TO:<" + BOB + ">");
        client.command("DATA");

        client.sendRaw(HEADER + "\r\n" + "a".repeat(1_200_000) + "\n.\r\nMAIL FROM:<" + ALICE + ">\r\n");

        assertThat(client.read()).startsWith("554 5.5.2 ");
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(server.spool.mails()).isEmpty();
    }

    /** Records of TLS are cut where the client likes. */
    @Test
    void bareLineEndsShouldBeFoundAcrossRecords() {
        client.command("MAIL FROM:<" + ALICE + ">");
        client.command("RCPT TO:<" + BOB + ">");
        client.command("DATA");

        Stream.of(HEADER + "\r\nHi\r", "\n.", "\n", "MAIL FROM:<" + ALICE + ">\r\n")
                .forEach(client::sendRaw);

        assertThat(client.read()).startsWith("554 5.5.2 ");
        assertThat(client.isClosedByServer()).isTrue();
        assertThat(server.spool.mails()).isEmpty();
    }

    @Test
    void endOfTheMessageShouldBeFoundAcrossRecords() {
        client.command("MAIL FROM:<" + ALICE + ">");
        client.command("RCPT TO:<" + BOB + ">");
        client.command("DATA");

        Stream.of(HEADER, "\r", "\n", "Hi", "\r", "\n", ".", "\r", "\nNO", "OP\r", "\n")
                .forEach(client::sendRaw);

        assertThat(client.read()).matches(ACCEPTED);
        assertThat(client.read()).startsWith("250 2.0.0");
        assertThat(spooled().body()).isEqualTo("Hi\r\n");
    }

    /** What comes after the end is commands, judged as all others are. */
    @Test
    void pipelinedCommandsAfterTheMessageShouldBeJudgedOnTheirOwn() {
        String begin = "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + BOB + ">\r\nDATA\r\n";
        client.sendRaw(begin + HEADER + "\r\nfirst\r\n.\r\nMAIL FROM:<" + BOB + ">\r\nRCPT TO:<" + ALICE
                + ">\r\nDATA\r\n" + begin + "From: " + BOB + "\r\n\r\nforged\r\n.\r\n" + begin + HEADER
                + "\r\nlast\r\n.\r\nQUIT\r\n");

        assertThat(Stream.generate(client::read).limit(16).map(answer -> answer.substring(0, 3)))
                .containsExactly(
                        "250", "250", "354", "250", "550", "503", "503", "250", "250", "354", "550", "250", "250",
                        "354", "250", "221");
        assertThat(server.spool.mails()).extracting(TestSpool.Spooled::body).containsExactly("first\r\n", "last\r\n");
    }

    /** Not offered: its data are commands that are not recognized. */
    @Test
    void bdatShouldNotBeTakenForAMessage() {
        client.command("MAIL FROM:<" + ALICE + "> BODY=8BITMIME");
        client.command("RCPT TO:<" + BOB + ">");

        client.sendRaw("BDAT 40 LAST\r\n" + HEADER + "\r\nMAIL FROM:<" + BOB + ">\r\n.\r\n");

        assertThat(Stream.generate(client::read).limit(7).map(answer -> answer.substring(0, 3)))
                .containsExactly("502", "500", "500", "500", "500", "503", "500");
        assertThat(server.spool.mails()).isEmpty();
    }

    @Test
    void sameMessageShouldBeAcceptedWithProperLineEnds() throws IOException {
        assertThat(send(HEADER + "\r\na\nb\r\n")).startsWith("554 5.5.2 ");
        client = server.loggedIn();

        assertThat(send(HEADER + "\r\na\r\nb\r\n")).matches(ACCEPTED);
        assertThat(spooled().body()).isEqualTo("a\r\nb\r\n");
    }

    @Test
    void bareLineFeedInTheHeaderShouldDeliverNothing() {
        assertThat(send(FROM + "Subject: a\nBcc: b\r\n\r\nHi\r\n")).startsWith("554 5.5.2 ");
        assertThat(server.spool.mails()).isEmpty();
    }
}
