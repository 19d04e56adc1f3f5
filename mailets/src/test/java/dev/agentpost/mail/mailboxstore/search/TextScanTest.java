package dev.agentpost.mail.mailboxstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.CountingInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextScanTest {
    private static final String MULTIPART =
            """
            Content-Type: multipart/mixed; boundary="b"

            preamble
            --b
            Content-Type: text/plain; charset=utf-8

            first part
            --b
            Content-Type: application/octet-stream; name="=?utf-8?q?R=C3=A4tsel?=.bin"
            Content-Transfer-Encoding: base64

            c2VjcmV0
            --b
            Content-Type: message/rfc822

            Subject: =?utf-8?q?inner_S=C3=BCbject?=

            inner text
            --b--
            """;

    private static boolean body(byte[] message, String text) {
        return holds(new Trait.Body(Needle.of(text)), message);
    }

    private static boolean text(byte[] message, String text) {
        return holds(new Trait.Text(Needle.of(text)), message);
    }

    private static boolean holds(Condition condition, byte[] message) {
        byte[] header = SearchedFolder.header(message);
        byte[] body = Arrays.copyOfRange(message, header.length, message.length);
        try {
            return TextScan.decide(condition, header, () -> new ByteArrayInputStream(body))
                    .equals(Condition.ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] message(String text) {
        return message(text, StandardCharsets.UTF_8);
    }

    private static byte[] message(String text, Charset charset) {
        return text.replace("\n", "\r\n").getBytes(charset);
    }

    @Test
    void bodyShouldNotBeSearchedInTheHeader() {
        byte[] message = message("Subject: budget\n\nnothing\n");

        assertThat(body(message, "budget")).isFalse();
        assertThat(body(message, "NOTHING")).isTrue();
    }

    @Test
    void textWithoutACharsetShouldBeReadAsUtf8() {
        assertThat(body(message("Subject: x\n\nGrüße\n"), "GRÜSSE".replace("SS", "ß")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-1", "windows-1252", "utf-16be", "utf-8"})
    void textShouldBeReadInItsCharset(String charset) {
        byte[] body = "Grüße aus Köln".getBytes(Charset.forName(charset));
        String message = "Content-Type: text/plain; charset=\"" + charset + "\"\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getMimeEncoder().encodeToString(body) + "\n";

        assertThat(body(message(message), "KÖLN")).isTrue();
        assertThat(body(message(message), "Koln")).isFalse();
    }

    @Test
    void unknownCharsetShouldNotHideAscii() {
        assertThat(body(message("Content-Type: text/plain; charset=x-none\n\nplain words\n"), "words"))
                .isTrue();
    }

    @Test
    void quotedPrintableShouldBeDecodedAcrossSoftLineBreaks() {
        byte[] message =
                message("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                        + "a Gr=C3=BC=\n=C3=9Fe b\n");

        assertThat(body(message, "grüße")).isTrue();
    }

    @Test
    void attachmentsThatAreNoTextShouldBePassedOver() {
        assertThat(body(message(MULTIPART), "secret")).isFalse();
        assertThat(text(message(MULTIPART), "secret")).isFalse();
        assertThat(body(message(MULTIPART), "c2VjcmV0")).isFalse();
    }

    @Test
    void everyTextPartShouldBeSearched() {
        assertThat(body(message(MULTIPART), "first part")).isTrue();
        assertThat(body(message(MULTIPART), "inner text")).isTrue();
    }

    @Test
    void headerOfAnAttachedMessageShouldBePartOfTheBody() {
        assertThat(body(message(MULTIPART), "inner sübject")).isTrue();
    }

    @Test
    void headersOfPartsShouldBeSearchedByTextOnly() {
        assertThat(body(message(MULTIPART), "rätsel")).isFalse();
        assertThat(text(message(MULTIPART), "rätsel")).isTrue();
    }

    @Test
    void nothingShouldBeFoundAcrossParts() {
        assertThat(body(message(MULTIPART), "partinner")).isFalse();
    }

    @Test
    void matchAcrossChunksShouldBeFound() {
        String filler = "x".repeat(8190);
        byte[] header = message("Subject: x\n\n");
        InputStream chunks = new SequenceInputStream(Collections.enumeration(Stream.of(filler, "nee", "d", "le", "x")
                .map(chunk -> new ByteArrayInputStream(message(chunk)))
                .toList()));

        assertThat(decide(new Trait.Body(Needle.of("needle")), header, chunks)).isEqualTo(Condition.ALL);
    }

    private static Condition decide(Condition condition, byte[] header, InputStream body) {
        try {
            return TextScan.decide(condition, header, () -> body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void severalTextsShouldBeFoundInOneReading() {
        Condition condition = Condition.and(List.of(
                new Trait.Body(Needle.of("inner")),
                new Trait.Text(Needle.of("first")),
                Condition.not(new Trait.Body(Needle.of("absent")))));

        assertThat(holds(condition, message(MULTIPART))).isTrue();
    }

    @Test
    void restOfTheBodyShouldNotBeReadOnceDecided() {
        CountingInputStream chunks =
                new CountingInputStream(new ByteArrayInputStream(message("needle ".repeat(1_000_000))));

        assertThat(decide(new Trait.Body(Needle.of("needle")), message("Subject: x\n\n"), chunks))
                .isEqualTo(Condition.ALL);
        assertThat(chunks.getCount()).isLessThan(100_000);
    }

    @Test
    void deepNestingShouldNotOverflowTheStack() {
        StringBuilder deep = new StringBuilder();
        for (int level = 0; level < 20_000; level++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(level)
                    .append("\n\n--b")
                    .append(level)
                    .append('\n');
        }
        deep.append("\nneedle\n");

        assertThat(body(message(deep.toString()), "needle")).isTrue();
    }

    @Test
    void whatCannotBeParsedShouldBeSearchedAsItIs() {
        String hugeField = "X: " + "y".repeat(2 * 1024 * 1024) + "\n";
        String message = "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + hugeField + "\nneedle\n--b--\n";

        assertThat(body(message(message), "needle")).isTrue();
    }

    @Test
    void emptyMessageShouldHaveNothing() {
        assertThat(body(message("\n"), "x")).isFalse();
        assertThat(body(new byte[0], "x")).isFalse();
    }
}
