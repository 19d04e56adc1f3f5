package dev.agentpost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.dkim.memory.MemoryDkimKeyStore;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mime.SevenBit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DkimSigningTest {
    private static final String DOMAIN = "acme.example";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    private static final String HEADER =
            """
            From: Support <support@Acme.Example>
            To: bob@example.net,
             carol@example.net
            Subject: Order   4711
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Message-ID: <1@acme.example>
            MIME-Version: 1.0
            """;

    @TempDir
    Path folder;

    private final DkimKeyStore store = new MemoryDkimKeyStore();
    private final DkimKeys keys = new DkimKeys(store, new TextRecords().resolver(), CLOCK);
    private final DkimSigning signing = new DkimSigning(keys, domain -> Mono.just(domain.equals(DOMAIN)), CLOCK);

    private static byte[] text(String lines, Charset charset) {
        return lines.replace("\n", "\r\n").getBytes(charset);
    }

    private static MessageSource source(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        byte[] header = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        return new MessageSource(
                header, () -> new ByteArrayInputStream(octets, end, octets.length - end), octets.length - end);
    }

    private byte[] signed(byte[] message) throws IOException {
        return signing.sign(source(message)).block().open().readAllBytes();
    }

    private Path write(String name, byte[] octets) throws IOException {
        return Files.write(folder.resolve(name), octets);
    }

    private String header(String message) throws IOException {
        return new String(signed(text(message, StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
    }

    private static Map<String, byte[]> messages() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Charset utf8 = StandardCharsets.UTF_8;
        messages.put("text", text(HEADER + "\nHello  Bob, \t\n\n\tyes.\n\n\n", utf8));
        messages.put("html", text(HEADER + "Content-Type: text/html\n\n<p>Hello\t<b>Bob</b>   </p>\n", utf8));
        messages.put(
                "attachment",
                text(
                        HEADER
                                + "Content-Type: multipart/mixed; boundary=\"b\"\n\n"
                                + "--b\n"
                                + "Content-Type: text/plain\n\n"
                                + "Hi\n"
                                + "--b\n"
                                + "Content-Type: application/pdf\n"
                                + "Content-Transfer-Encoding: base64\n\n"
                                + "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSCg==\n".repeat(2000)
                                + "--b--\n",
                        utf8));
        messages.put(
                "eight-bit",
                text(
                        HEADER + "Reply-To: M\u00fcller <m@acme.example>\nContent-Type: text/plain; charset=utf-8\n"
                                + "Content-Transfer-Encoding: 8bit\n\nGr\u00fc\u00dfe \u20ac \u00a0\n",
                        utf8));
        messages.put(
                "latin-1",
                text(
                        HEADER + "Content-Type: text/plain; charset=iso-8859-1\n\nGr\u00fc\u00dfe\n",
                        StandardCharsets.ISO_8859_1));
        messages.put("long-lines", text(HEADER + "\n" + ("x".repeat(5000) + "  y ").repeat(20) + "\nend", utf8));
        messages.put("empty-body", text(HEADER + "\n", utf8));
        messages.put("blank-body", text(HEADER + "\n\n\n", utf8));
        messages.put("white-body", text(HEADER + "\n  \n\t\n", utf8));
        messages.put("no-line-end", text(HEADER + "\nHello", utf8));
        messages.put("folded", text(HEADER + "References: <a@x>\n\t<b@x>\n   \n <c@x>\nX-Empty:\nCc:\n\nHi\n", utf8));
        messages.put("repeated", text("Received: a\nReceived: b\nTo: x@y.example\n" + HEADER + "\nHi\n", utf8));
        return messages;
    }

    /** Signatures as an implementation that is not ours sees them. */
    @Test
    void signatureShouldBeVerifiedByOthers() throws Exception {
        List<Path> files = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Map.Entry<String, byte[]> message : messages().entrySet()) {
            files.add(write(message.getKey(), signed(message.getValue())));
            expected.add(message.getKey() + " True");
            MessageSource sent = SevenBit.of(source(message.getValue()));
            files.add(write(
                    message.getKey() + "-as-sent",
                    signing.sign(sent).block().open().readAllBytes()));
            expected.add(message.getKey() + "-as-sent True");
        }

        assertThat(Dkimpy.verify(keys.signing(DOMAIN).block(), files.toArray(Path[]::new)))
                .isEqualTo(expected);
    }

    @Test
    void changedMessageShouldNotBeVerifiedByOthers() throws Exception {
        String signed = header(HEADER + "\nHello\n");
        Charset latin = StandardCharsets.ISO_8859_1;

        List<String> verdicts = Dkimpy.verify(
                keys.signing(DOMAIN).block(),
                write("body", signed.replace("Hello", "Hullo").getBytes(latin)),
                write("longer", (signed + "More\r\n").getBytes(latin)),
                write("subject", signed.replace("4711", "4712").getBytes(latin)),
                write("second-from", ("From: mallory@acme.example\r\n" + signed).getBytes(latin)),
                write("second-subject", ("Subject: other\r\n" + signed).getBytes(latin)),
                write("cc", ("Cc: mallory@example.net\r\n" + signed).getBytes(latin)),
                write("trace", ("Received: from a by b\r\n" + signed).getBytes(latin)));

        assertThat(verdicts)
                .containsExactly(
                        "body False",
                        "longer False",
                        "subject False",
                        "second-from False",
                        "second-subject False",
                        "cc False",
                        "trace True");
    }

    @Test
    void signatureShouldNameTheDomainOfFromAndTheWholeBody() throws IOException {
        String message = header(HEADER + "\nHello\n");
        String field = message.substring(0, message.indexOf("\r\nFrom:"));

        assertThat(field)
                .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\td=acme.example;\r\n")
                .contains("s=agentpost1; t=1795255200;", "from:from:")
                .doesNotContain(" l=", " x=");
        assertThat(field.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
    }

    @Test
    void messageFromElsewhereShouldStayAsItIs() throws IOException {
        byte[] message = text("From: bob@example.net\n\nHello\n", StandardCharsets.UTF_8);

        assertThat(signed(message)).isEqualTo(message);
    }

    @Test
    void messageWithoutFromShouldStayAsItIs() throws IOException {
        byte[] message = text("To: bob@example.net\n\nHello\n", StandardCharsets.UTF_8);

        assertThat(signed(message)).isEqualTo(message);
    }

    @Test
    void storeThatIsDownShouldBeAFailure() {
        DkimKeyStore down = new DkimKeyStore() {
            @Override
            public Mono<Void> add(DkimKey key) {
                return Mono.error(new IllegalStateException("down"));
            }

            @Override
            public Flux<DkimKey> list(String domain) {
                return Flux.error(new IllegalStateException("down"));
            }

            @Override
            public Mono<Void> delete(String domain, int number) {
                return Mono.error(new IllegalStateException("down"));
            }
        };
        DkimSigning broken = new DkimSigning(
                new DkimKeys(down, new TextRecords().resolver(), CLOCK), domain -> Mono.just(true), CLOCK);

        assertThatThrownBy(() -> broken.sign(source(text(HEADER + "\nHello\n", StandardCharsets.UTF_8)))
                        .block())
                .hasMessageContaining("down");
    }

    /** A message of the largest size is not held in memory. */
    @Test
    void bodyShouldBeReadAsItComes() {
        long size = 70L << 20;
        MessageSource large = new MessageSource(
                text(HEADER + "\n", StandardCharsets.UTF_8),
                () -> new InputStream() {
                    private long left = size;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        assertThat(length).isLessThan(1 << 20);
                        if (left <= 0) {
                            return -1;
                        }
                        left -= length;
                        return length;
                    }
                },
                size);

        assertThat(signing.sign(large).block().header())
                .startsWith("DKIM-Signature:".getBytes(StandardCharsets.US_ASCII));
    }
}
