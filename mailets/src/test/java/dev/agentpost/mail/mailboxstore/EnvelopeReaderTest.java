package dev.agentpost.mail.mailboxstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
    @Test
    void anOrdinaryHeaderShouldBeRead() {
        Envelope envelope = read(
                """
                Date: Tue, 1 Jul 2003 10:52:37 +0200 (CEST)
                From: Ann <ann@example.com>
                To: b@example.com, c@example.com
                CC: d@example.com
                Bcc: e@example.com
                Subject: hello
                Message-ID: <1@example.com>
                In-Reply-To: <0@example.com>
                References: <00@example.com>
                 <0@example.com>

                """);

        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Optional.of(Instant.parse("2003-07-01T08:52:37Z")),
                        7200,
                        List.of("Ann <ann@example.com>"),
                        List.of("b@example.com, c@example.com"),
                        List.of("d@example.com"),
                        List.of("e@example.com"),
                        List.of("hello"),
                        List.of("<1@example.com>"),
                        List.of("<0@example.com>"),
                        List.of("<00@example.com> <0@example.com>"),
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=, Grüße",
        "=?utf-8?b?R3LDvMOfZQ==?=, Grüße",
        "=?ISO-8859-1?Q?Gr=FC=DFe?= an =?UTF-8?Q?J=C3=BCrgen?=, Grüße an Jürgen",
        "=?UTF-8?Q?one_?= =?UTF-8?Q?two?=, one two",
        "=?x-unknown?Q?abc?=, =?x-unknown?Q?abc?=",
        "=?UTF-8?Q?unfinished, =?UTF-8?Q?unfinished"
    })
    void encodedWordsShouldBeDecodedWhereTheyCanBe(String written, String meant) {
        assertThat(read("Subject: " + written + "\n\n").subject()).containsExactly(meant);
    }

    @Test
    void rawUtf8ShouldBeRead() {
        assertThat(EnvelopeReader.read("Subject: Grüße €\r\n\r\n".getBytes(UTF_8))
                        .subject())
                .containsExactly("Grüße €");
    }

    @Test
    void otherRawOctetsShouldBeReadAsLatin1() {
        assertThat(EnvelopeReader.read("Subject: Grüße\r\n\r\n".getBytes(ISO_8859_1))
                        .subject())
                .containsExactly("Grüße");
    }

    @Test
    void foldedFieldsShouldBeUnfolded() {
        assertThat(read("Subject: one\n two\n\tthree\n\n").subject()).containsExactly("one two\tthree");
    }

    @Test
    void fieldsThatStandTwiceShouldHaveTwoValues() {
        assertThat(read("Subject: one\nX-Other: x\nsubject: two\n\n").subject()).containsExactly("one", "two");
    }

    @Test
    void anEmptyFieldShouldBeThere() {
        assertThat(read("Subject:\n\n").subject()).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource({
        "'Tue, 1 Jul 2003 10:52:37 +0200', 2003-07-01T08:52:37Z, 7200",
        "'1 Jul 2003 10:52 GMT', 2003-07-01T10:52:00Z, 0",
        "'Tue, 1 Jul 03 10:52:37 EST', 2003-07-01T15:52:37Z, -18000",
        "'Tue, 01 Jul 2003 10:52:37 -0330', 2003-07-01T14:22:37Z, -12600"
    })
    void datesShouldBeReadWithTheirZone(String written, Instant meant, int offset) {
        Envelope envelope = read("Date: " + written + "\n\n");

        assertThat(envelope.sentDate()).contains(meant);
        assertThat(envelope.sentOffsetSeconds()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2003-07-01",
                "Tue, 99 Foo 2003 25:61:61 +9999",
                "Tue, 1 Jul 999999999999 1:1:1 Z",
                "\u0000"
            })
    void brokenDatesShouldBeAbsent(String written) {
        assertThat(read("Date: " + written + "\nSubject: x\n\n").sentDate()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "no colon at all\nSubject: x\n\n",
                ": no name\nSubject: x\n\n",
                "From a mailbox file\nSubject: x\n\n"
            })
    void malformedLinesShouldBePassedOver(String header) {
        Envelope envelope = read(header);

        assertThat(envelope.subject()).isEqualTo(header.contains("Subject") ? List.of("x") : List.of());
    }

    @Test
    void aHeaderWithoutItsEmptyLineShouldBeRead() {
        assertThat(read("From: a@example.com\nSubject: x").subject()).containsExactly("x");
    }

    @Test
    void longValuesShouldBeCut() {
        Envelope envelope = read("To: " + "ü@example.com,\n ".repeat(5000) + "x\nSubject: x\nMessage-ID: <1@x>\n\n");

        assertThat(envelope.complete()).isFalse();
        assertThat(envelope.subject()).containsExactly("x");
        assertThat(envelope.messageId()).containsExactly("<1@x>");
        assertThat(envelope.to().get(0)).startsWith("ü@example.com");
        assertThat(envelope.sizeBytes()).isBetween(16_000, 17_000);
    }

    @Test
    void manyValuesShouldBeCut() {
        Envelope envelope = read("Cc: x\n".repeat(50_000) + "\n");

        assertThat(envelope.complete()).isFalse();
        assertThat(envelope.cc().size()).isLessThan(20_000);
    }

    @Test
    void noOctetsShouldMakeItFail() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] octets = new byte[200];
            random.nextBytes(octets);
            byte[] header = concatenated("Subject: =?UTF-16?B?2D3Y?= ".getBytes(UTF_8), octets);

            assertThatCode(() -> EnvelopeReader.read(header).sizeBytes()).doesNotThrowAnyException();
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ContentStoreContract.concatenated(first, second);
    }

    private static Envelope read(String header) {
        return EnvelopeReader.read(header.replace("\n", "\r\n").getBytes(UTF_8));
    }
}
