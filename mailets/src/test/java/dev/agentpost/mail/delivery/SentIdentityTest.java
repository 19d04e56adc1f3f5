package dev.agentpost.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentIdentityTest {
    private static final String MESSAGE =
            """
            From: alice@example.com
            To: bob@example.com
            Subject: lunch
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Message-ID: <1@client.example.com>

            At noon?
            """
                    .replace("\n", "\r\n");

    private static CopyClaim claim(String message, String... addedFields) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] header = HeaderBlock.read(new ByteArrayInputStream(octets));
            byte[] body = Arrays.copyOfRange(octets, header.length, octets.length);
            return SentIdentity.of(
                    new MessageSource(header, () -> new ByteArrayInputStream(body), body.length), List.of(addedFields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a reader that goes back would take minutes for. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "<\"", "=?x?q?", "\"", "x ", "a<b>,"})
    @Timeout(20)
    void anyLongFieldShouldBeReadInTime(String repeated) {
        String value = repeated.repeat(1_000_000 / repeated.length());

        assertThat(claim("Bcc: " + value + "\r\n" + with("To: " + value))).isNotNull();
    }

    private static String with(String field) {
        return field + "\r\n" + MESSAGE;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bcc: dave@example.com",
                "Resent-Bcc: dave@example.com",
                "Received: from client.example.com\r\n\tby mail.example.com; Sat, 21 Nov 2026 10:00:01 +0000",
                "Return-Path: <alice@example.com>",
                "Delivered-To: alice@example.com",
                "DKIM-Signature: v=1; b=abc",
                "Idempotency-Key: 1",
                "X-Mozilla-Status: 0001",
                "X-TUID: abcdefghijkl"
            })
    void fieldsOfTheWayShouldMakeNoDifference(String field) {
        assertThat(claim(with(field)).name()).isEqualTo(claim(MESSAGE).name());
    }

    @Test
    void dateShouldMakeNoDifferenceToAMessageWithMessageId() {
        assertThat(claim(MESSAGE.replace("10:00:00", "10:00:01")).name())
                .isEqualTo(claim(MESSAGE).name());
    }

    @Test
    void dateShouldTellMessagesWithoutMessageIdApart() {
        String unnamed = MESSAGE.replaceFirst("Message-ID:.*\r\n", "");

        assertThat(claim(unnamed.replace("10:00:00", "10:00:01")).name())
                .isNotEqualTo(claim(unnamed).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cc: carol@example.com",
                "Reply-To: alice@example.com",
                "In-Reply-To: <0@example.com>",
                "MIME-Version: 1.0",
                "X-Mailer: agent"
            })
    void otherFieldsShouldMakeADifference(String field) {
        assertThat(claim(with(field)).name()).isNotEqualTo(claim(MESSAGE).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@", "bob@", "lunch", "<1@", "noon"})
    void eachPartOfTheMessageShouldMakeADifference(String part) {
        assertThat(claim(MESSAGE.replace(part, "x" + part)).name())
                .isNotEqualTo(claim(MESSAGE).name());
    }

    @Test
    void foldingAndOrderOfFieldsShouldMakeNoDifference() {
        String other =
                """
                to:\tbob@example.com
                FROM: alice@example.com
                Subject:
                 lunch
                Message-ID: <1@client.example.com>
                Date: Sat, 21 Nov 2026
                 10:00:00  +0000

                At noon?
                """
                        .replace("\n", "\r\n");

        assertThat(claim(other)).isEqualTo(claim(MESSAGE));
    }

    @Test
    void lineEndsShouldMakeNoDifference() {
        assertThat(claim(MESSAGE.replace("\r\n", "\n"))).isEqualTo(claim(MESSAGE));
    }

    /** As Python writes them: {@code send_message(m)} and then {@code append(m.as_bytes())}. */
    private static String multipart(String outer, String inner) {
        return """
                From: alice@example.com
                Content-Type: multipart/mixed; boundary="OUTER"
                MIME-Version: 1.0

                --OUTER
                Content-Type: multipart/alternative;
                 boundary=INNER

                --INNER
                Content-Type: text/plain

                --OUTERMOST is no delimiter, and this text is not either:
                boundary="text"
                --INNER
                Content-Type: text/html

                <p>hello</p>
                --INNER--

                --OUTER
                Content-Type: application/pdf

                JVBERi0=
                --OUTER--
                """
                .replace("\n", "\r\n")
                .replace("OUTERMOST", "NONE")
                .replace("OUTER", outer)
                .replace("INNER", inner);
    }

    @Test
    void boundariesShouldMakeNoDifference() {
        String one = multipart("===============123==", "===============456==");

        assertThat(claim(multipart("a", "b"))).isEqualTo(claim(one));
        assertThat(claim(multipart("a", "b").replace("\r\n", "\n"))).isEqualTo(claim(one));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "JVBER", "boundary=\"text", "alternative", "--NONE", "application"})
    void anythingElseOfPartsShouldMakeADifference(String part) {
        String message = multipart("a", "b");

        assertThat(claim(message.replace(part, "x" + part)).name())
                .isNotEqualTo(claim(message).name());
    }

    @Test
    void orderOfBoundariesShouldMakeADifference() {
        assertThat(claim(multipart("a", "a")).name())
                .isNotEqualTo(claim(multipart("a", "b")).name());
    }

    @Test
    void endlessLineShouldNotHideABoundary() {
        String text = "x".repeat(5_000) + "\r\n<p>hello</p>";

        assertThat(claim(multipart("a", "b").replace("<p>hello</p>", text)))
                .isEqualTo(claim(multipart("c", "d").replace("<p>hello</p>", text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\n"})
    void emptyLinesAtTheEndShouldMakeNoDifference(String end) {
        assertThat(claim(MESSAGE.stripTrailing() + end)).isEqualTo(claim(MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nAt noon?\r\n", "At\r\nnoon?\r\n", "At \rnoon?\r\n", "At noon?\r\r\n", "At noon? \r\n"})
    void linesOfTheBodyShouldMakeADifference(String body) {
        assertThat(claim(MESSAGE.replace("At noon?\r\n", body)).name())
                .isNotEqualTo(claim(MESSAGE).name());
    }

    @Test
    void bodyLargerThanABufferShouldBeReadWhole() {
        String large = MESSAGE + "0123456789abcdef\r\n\r\n".repeat(20_000);

        assertThat(claim(large.replace("\r\n", "\n"))).isEqualTo(claim(large));
        assertThat(claim(large + ".").name()).isNotEqualTo(claim(large).name());
    }

    @Test
    void messageWithoutABodyShouldHaveAnIdentity() {
        assertThat(claim("Subject: x")).isEqualTo(claim("Subject: x\r\n\r\n"));
        assertThat(claim("")).isEqualTo(claim("\r\n"));
    }

    @Test
    void headerShouldNotBeTakenForBody() {
        assertThat(claim("A: b\r\n\r\nC: d\r\n").name())
                .isNotEqualTo(claim("A: b\r\nC: d\r\n\r\n").name());
    }

    @Test
    void fieldsThatTheServerAddedShouldMakeNoDifference() {
        String client = "From: alice@example.com\r\n\r\nhello\r\n";
        String submitted = "From: alice@example.com\r\nDate: x\r\nMessage-ID: <1@example.com>\r\n\r\nhello\r\n";

        assertThat(claim(submitted, "date", "message-id")).isEqualTo(claim(client));
        assertThat(claim(submitted, "message-id").name())
                .isNotEqualTo(claim(client).name());
    }

    @Test
    void sameHiddenRecipientsShouldBeTheSame() {
        assertThat(claim(with("Bcc: Dave <DAVE@example.com>,\r\n erin@example.com"))
                        .bcc())
                .isEqualTo(
                        claim(with("bcc: erin@example.com, dave@example.com")).bcc())
                .isNotEqualTo(claim(with("Bcc: dave@example.com")).bcc());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Nothing: x", "Bcc:", "Bcc: bob@example.com", "Bcc: undisclosed-recipients:;"})
    void nobodyHiddenShouldBeEmpty(String field) {
        assertThat(claim(with(field)).bcc()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bcc: <<>,;@", "Bcc: \"", "no field at all", ": x", "Bcc: =?x?y?"})
    void brokenFieldsShouldNotFail(String field) {
        assertThat(claim(with(field)).name()).startsWith("sent:");
    }
}
