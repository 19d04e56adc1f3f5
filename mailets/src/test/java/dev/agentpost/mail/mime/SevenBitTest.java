package dev.agentpost.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SevenBitTest {
    private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final String PDF = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    private static final String TEXT_8BIT =
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

    private static MessageSource source(byte[] octets) throws IOException {
        byte[] header = HeaderBlock.read(new ByteArrayInputStream(octets));
        int rest = octets.length - header.length;
        return new MessageSource(header, () -> new ByteArrayInputStream(octets, header.length, rest), rest);
    }

    private static byte[] octets(MessageSource message) throws IOException {
        try (InputStream in = message.open()) {
            byte[] octets = in.readAllBytes();
            assertThat(message.sizeBytes()).isEqualTo(octets.length);
            return octets;
        }
    }

    private static byte[] convert(byte[] message) throws IOException {
        return octets(SevenBit.of(source(message)));
    }

    /** Octets as ISO 8859-1 characters. */
    private static String convert(String message, Charset charset) throws IOException {
        return new String(convert(message.getBytes(charset)), LATIN_1);
    }

    private static String multipart(String fields, String... parts) {
        return "MIME-Version: 1.0\r\n" + fields + "\r\n--b\r\n" + String.join("\r\n--b\r\n", parts) + "\r\n--b--\r\n";
    }

    private static boolean isFit(byte[] message) {
        String text = new String(message, LATIN_1);
        return text.chars().allMatch(c -> c < 0x80) && text.lines().allMatch(line -> line.length() <= 998);
    }

    private static MimeMessage parsed(byte[] message) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
    }

    /** What readers see of its parts. */
    private static List<String> contents(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            return IntStream.range(0, parts.getCount())
                    .boxed()
                    .flatMap(i -> {
                        try {
                            return contents(parts.getBodyPart(i)).stream();
                        } catch (MessagingException | IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .collect(Collectors.toList());
        }
        if (part.getContent() instanceof MimeMessage message) {
            return contents(message);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        part.getInputStream().transferTo(octets);
        return List.of(octets.toString(LATIN_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: hi\r\n\r\nhello\r\n",
                "Subject: hi\r\n\r\n",
                "Subject: hi\r\n",
                "Content-Transfer-Encoding: 8bit\r\n\r\n\r\nnot even CRLF \n.\r",
                "Subject: gr\u00fc\u00dfe\r\n\r\nhello\r\n"
            })
    void whatIsFitShouldStayAsItIs(String message) throws IOException {
        MessageSource source = source(message.getBytes(LATIN_1));

        assertThat(SevenBit.of(source)).isSameAs(source);
    }

    @Test
    void westernTextShouldBeQuotedPrintable() throws Exception {
        String text = "Sch\u00f6ne Gr\u00fc\u00dfe aus M\u00fcnchen = \r\n\r\n.\r\nFrom here\t\r\n";

        String converted = convert("Subject: hi\r\nMIME-Version: 1.0\r\n" + TEXT_8BIT + text, UTF_8);

        assertThat(converted)
                .startsWith("Subject: hi\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        assertThat(converted).contains("Sch=C3=B6ne Gr=C3=BC=C3=9Fe aus M=C3=BCnchen =3D");
        assertThat(isFit(converted.getBytes(LATIN_1))).isTrue();
        assertThat(parsed(converted.getBytes(LATIN_1)).getContent()).isEqualTo(text);
    }

    @Test
    void otherTextShouldBeBase64() throws Exception {
        String text = "\u4f60\u597d\uff0c\u4e16\u754c\r\n".repeat(100);

        String converted = convert("MIME-Version: 1.0\r\n" + TEXT_8BIT + text, UTF_8);

        assertThat(converted).contains("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        assertThat(isFit(converted.getBytes(LATIN_1))).isTrue();
        assertThat(parsed(converted.getBytes(LATIN_1)).getContent()).isEqualTo(text);
    }

    @Test
    void textOfAnOldProgramShouldGetTheFieldsThatItLacks() throws IOException {
        assertThat(convert("Subject: hi\r\n\r\nGr\u00fc\u00dfe, all of them for one \u20ac, as ever\r\n", UTF_8))
                .startsWith("Subject: hi\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe");
        assertThat(convert("Subject: hi\r\n\r\nGr\u00fc\u00dfe, all of them\r\n", LATIN_1))
                .contains("Content-Type: text/plain; charset=unknown-8bit\r\n", "Gr=FC=DFe");
        assertThat(convert("Content-Type: text/plain; charset=latin1\r\n\r\nGr\u00fc\u00dfe to you\r\n", LATIN_1))
                .contains("Content-Type: text/plain; charset=latin1\r\nMIME-Version: 1.0\r\n")
                .doesNotContain("unknown-8bit");
    }

    @Test
    void lineShouldBeEncodedWhenItIsLongerThanMailMayHave() throws Exception {
        String longest = "Subject: hi\r\n\r\n" + "x".repeat(998) + "\r\n";
        String tooLong = "Subject: hi\r\n\r\n" + "x ".repeat(1 << 19) + "\r\nend\r\n";

        assertThat(convert(longest, UTF_8)).isEqualTo(longest);
        assertThat(convert(longest.replace("xx\r\n", "xxx\r\n"), UTF_8)).contains("quoted-printable");
        byte[] converted = convert(tooLong.getBytes(UTF_8));
        assertThat(isFit(converted)).isTrue();
        assertThat(new String(converted, LATIN_1)).doesNotContain("Content-Type");
        assertThat(parsed(converted).getContent()).isEqualTo("x ".repeat(1 << 19) + "\r\nend\r\n");
    }

    @Test
    void longLinesOfHeadersShouldStayAsTheyAre() throws IOException {
        String message = "Subject: " + "x".repeat(2000) + "\r\n\r\nhello\r\n";

        assertThat(convert(message, UTF_8)).isEqualTo(message);
    }

    @Test
    void base64OnOneLineShouldBeBroken() throws Exception {
        byte[] file = new byte[1_000_000];
        new Random(1).nextBytes(file);
        String message = multipart(
                "Content-Type: multipart/mixed; boundary=b\r\n",
                PDF + Base64.getEncoder().encodeToString(file),
                "\r\nhello");

        byte[] converted = convert(message.getBytes(UTF_8));

        assertThat(isFit(converted)).isTrue();
        Multipart parts = (Multipart) parsed(converted).getContent();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        parts.getBodyPart(0).getInputStream().transferTo(read);
        assertThat(Arrays.mismatch(read.toByteArray(), file)).isNegative();
        assertThat(new String(converted, LATIN_1))
                .startsWith(message.substring(0, message.indexOf(PDF) + PDF.length()));
    }

    @Test
    void onlyThePartsThatNeedItShouldBeEncoded() throws IOException {
        String message = multipart(
                "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nplain after all",
                TEXT_8BIT + "Gr\u00fc\u00dfe to all of you",
                "Content-Type: application/octet-stream\r\n\r\n\u00ff",
                PDF + "JVBERi0xLjQK");

        assertThat(convert(message, LATIN_1))
                .isEqualTo(multipart(
                        "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 7bit\r\n",
                        "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nplain after all",
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                                + "Gr=FC=DFe to all of you",
                        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n/w==",
                        PDF + "JVBERi0xLjQK"));
    }

    @Test
    void messagesWithinMessagesShouldBeEncoded() throws Exception {
        String inner = "Subject: inner\r\n" + TEXT_8BIT + "Gr\u00fc\u00dfe to all of you";
        String message = multipart(
                "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n",
                "\r\nforwarded",
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + inner);

        byte[] converted = convert(message.getBytes(UTF_8));

        assertThat(isFit(converted)).isTrue();
        assertThat(new String(converted, LATIN_1))
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: inner\r\n")
                .doesNotContain("8bit");
        assertThat(contents(parsed(converted))).isEqualTo(contents(parsed(message.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/signed", "Multipart/Encrypted"})
    void signedPartsShouldStayAsTheyAre(String type) throws IOException {
        String sealed = "Content-Type: " + type + "; boundary=s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--s\r\n"
                + TEXT_8BIT + "Gr\u00fc\u00dfe\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--";

        assertThat(convert(sealed, LATIN_1)).isEqualTo(sealed);
        assertThat(convert(
                        multipart(
                                "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n",
                                sealed,
                                "Content-Type: text/plain\r\n\r\nGr\u00fc\u00dfe to all of you"),
                        LATIN_1))
                .isEqualTo(multipart(
                        "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n",
                        sealed,
                        "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                                + "Gr=FC=DFe to all of you"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\u00fc\r\n",
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\n\u00fc\r\n",
                "Content-Type: message/delivery-status\r\n\r\n\u00fc\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\nno part, but an \u00fc\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n\u00fc\r\n--b\r\n\r\nplain\r\n--b--\r\n\u00fc\r\n"
            })
    void whatCannotBeEncodedShouldStayAsItIs(String message) throws IOException {
        assertThat(convert(message, LATIN_1)).isEqualTo(message);
    }

    @Test
    void messagesOfAnyShapeShouldReadAsBefore() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] message = ("MIME-Version: 1.0\r\n" + randomPart(random, 0) + "\r\n").getBytes(LATIN_1);

            byte[] converted = convert(message);

            assertThat(isFit(converted)).as(new String(converted, LATIN_1)).isTrue();
            assertThat(contents(parsed(converted)))
                    .as(new String(message, LATIN_1))
                    .isEqualTo(contents(parsed(message)));
            assertThat(convert(converted)).isEqualTo(converted);
        }
    }

    private static String randomPart(Random random, int depth) {
        if (depth < 3 && random.nextInt(3) > 0) {
            String boundary = "b" + depth;
            String delimiter = "\r\n--" + boundary;
            return "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\npreamble"
                    + IntStream.rangeClosed(0, random.nextInt(3))
                            .mapToObj(i -> delimiter + "\r\n" + randomPart(random, depth + 1))
                            .collect(Collectors.joining())
                    + delimiter + "--\r\n";
        }
        return List.of("Content-Type: text/plain\r\n", "Content-Type: application/x-own\r\n")
                        .get(random.nextInt(2))
                + (random.nextBoolean() ? "Content-Transfer-Encoding: 8bit\r\n" : "") + "\r\n"
                + IntStream.range(0, random.nextInt(40))
                        .mapToObj(i -> List.of("\u00fc", "\r\n", " ", "=", ".", "-", "abc ", "\t", "x".repeat(999))
                                .get(random.nextInt(9)))
                        .collect(Collectors.joining());
    }
}
