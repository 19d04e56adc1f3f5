package dev.agentpost.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageScannerTest {
    private static MessagePart scan(String message) throws IOException {
        return MessageScanner.scan(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String body(String message, int... path) throws IOException {
        MessagePart.OctetRange body = scan(message).at(path).orElseThrow().body();
        return message.substring((int) body.start(), (int) body.end());
    }

    private static String multipart(String boundary, String... parts) {
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n"
                + String.join("\r\n--" + boundary + "\r\n", parts) + "\r\n--" + boundary + "--\r\n";
    }

    @Test
    void boundaryThatBeginsAnotherShouldNotBeMistaken() throws IOException {
        String message = multipart("b", multipart("bb", "\r\none", "\r\ntwo"), "\r\nthree");

        assertThat(body(message, 1, 2)).isEqualTo("two");
        assertThat(body(message, 2)).isEqualTo("three");
    }

    @Test
    void outerDelimiterShouldEndInnerPartsThatAreNotClosed() throws IOException {
        String message =
                multipart("out", "Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\none", "\r\ntwo");

        assertThat(body(message, 1, 1)).isEqualTo("one");
        assertThat(body(message, 2)).isEqualTo("two");
    }

    @Test
    void delimitersShouldBeReadWithoutCarriageReturnsAndWithSpaceBehind() throws IOException {
        String message = "Content-Type: multipart/mixed; boundary=b\n\n--b \t\n\none\n--b\n\ntwo\n--b--  \n";

        assertThat(body(message, 1)).isEqualTo("one");
        assertThat(body(message, 2)).isEqualTo("two");
    }

    @Test
    void partWithoutAnEmptyLineShouldHaveNoBody() throws IOException {
        String message = multipart("b", "Content-Type: text/html", "\r\ntwo");

        assertThat(body(message, 1)).isEmpty();
        assertThat(scan(message).at(new int[] {1}).orElseThrow().descriptor().getSubType())
                .isEqualTo("html");
        assertThat(body(message, 2)).isEqualTo("two");
    }

    @Test
    void messageThatEndsInTheHeaderOfAnInnerOneShouldBeRead() throws IOException {
        MessagePart part = scan("Content-Type: message/rfc822\r\n\r\nSubject: in");

        assertThat(part.embedded()).isPresent();
        assertThat(part.body().length()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "\n",
                "Subject",
                "Content-Type: message/rfc822",
                "Content-Type: message/rfc822\r\n\r\n",
                "Content-Type: multipart/digest; boundary=b\r\n\r\n--b",
                "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n--b\r\n\r\n--b--",
                "Content-Type: multipart/mixed\r\n\r\n--\r\n",
                "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
                "Content-Type: \"\r\n\r\n--\r\n"
            })
    void anyMessageShouldBeRead(String message) throws IOException {
        MessagePart part = scan(message);

        assertThat(part.header().length() + part.body().length()).isEqualTo(message.length());
    }

    @Test
    void messageOfTooManyPartsShouldBeOne() throws IOException {
        MessagePart part =
                scan("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(20_000) + "--b--");

        assertThat(part.children()).isEmpty();
        assertThat(part.body().length()).isEqualTo(20_000 * 7 + 5);
    }

    @Test
    void longLinesShouldBeRead() throws IOException {
        String line = "-".repeat(200_000);

        assertThat(body(multipart("b", "\r\n" + line + "\r\n" + line), 1)).isEqualTo(line + "\r\n" + line);
    }

    /** Whatever the octets are, parts lie within what they are part of, one after the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void partsOfAnyOctetsShouldLieWithinEachOther(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder message = new StringBuilder();
            for (int word = random.nextInt(40); word > 0; word--) {
                message.append(WORDS.get(random.nextInt(WORDS.size())));
            }

            MessagePart part = scan(message.toString());

            assertThat(part.header().length() + part.body().length())
                    .as(message.toString())
                    .isEqualTo(message.length());
            assertWithin(part, message.toString());
        }
    }

    private static final int LINE_END = 2;

    private static final List<String> WORDS = List.of(
            "--b",
            "--b--",
            "--c",
            "--c--",
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "Content-Type: multipart/digest; boundary=\"c\"\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/plain;\r\n charset=x\r\n",
            "Subject: s\r\n",
            "text",
            " ",
            ":");

    private static void assertWithin(MessagePart part, String message) {
        List<MessagePart> inner = Stream.concat(part.children().stream(), part.embedded().stream())
                .toList();
        long end = part.body().start();
        for (MessagePart each : inner) {
            assertThat(each.header().start()).as(message).isGreaterThanOrEqualTo(end);
            assertThat(each.body().start())
                    .as(message)
                    .isGreaterThanOrEqualTo(each.header().start());
            assertThat(each.body().end())
                    .as(message)
                    .isGreaterThanOrEqualTo(each.body().start());
            assertThat(each.lines()).as(message).isNotNegative();
            end = each.body().end();
            assertWithin(each, message);
        }
        // The line end before a delimiter belongs to it, even where it is the empty line that ends a header.
        assertThat(end).as(message).isLessThanOrEqualTo(part.body().end() + LINE_END);
        assertThat(part.embedded().stream()).as(message).allMatch(embedded -> embedded.fields()
                .isPresent());
    }
}
