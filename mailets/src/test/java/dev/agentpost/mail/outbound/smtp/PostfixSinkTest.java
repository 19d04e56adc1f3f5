package dev.agentpost.mail.outbound.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.core.LoopbackPorts;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.outbound.Courier.Consignment;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientResult;
import dev.agentpost.mail.outbound.RecipientResult.Outcome;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that we bring to Postfix's server side, which speaks PIPELINING and 8BITMIME. */
class PostfixSinkTest {
    private static final String BOB = "bob@example.org";
    private static final byte[] TEXT =
            "Subject: hi\r\n\r\nGr\u00fc\u00dfe\r\n..dots\r\n.\r\nend\r\n".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private TestDnsServer dns;
    private int port;
    private Process sink;

    @BeforeEach
    void setUp() throws IOException {
        dns = TestDnsServer.start();
        dns.mx("example.org", 10, "mx.example.org").a("mx.example.org", "127.0.0.1");
        port = LoopbackPorts.free();
    }

    @AfterEach
    void tearDown() throws IOException {
        sink.destroy();
        dns.close();
    }

    private void startSink(String... behaviour) throws IOException {
        String[] arguments = Stream.concat(Stream.of(behaviour), Stream.of("-d", "message.", "127.0.0.1:" + port, "10"))
                .toArray(String[]::new);
        sink = PostfixPrograms.start(folder, "smtp-sink", arguments);
        await().ignoreExceptions().until(() -> {
            new Socket("127.0.0.1", port).close();
            return true;
        });
    }

    private RecipientResult deliver() throws Exception {
        SmtpConfiguration smtp = new SmtpConfiguration(
                "mail.here.example",
                port,
                TargetPolicy.LOOPBACK,
                Optional.empty(),
                SSLContext.getDefault(),
                SmtpTimeouts.DEFAULT);
        OutgoingMessage message = new OutgoingMessage(
                "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                Optional.empty(),
                Optional.empty(),
                "alice@here.example",
                UUID.randomUUID(),
                TEXT.length,
                true,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60));
        try (SmtpCourier courier = new SmtpCourier(
                smtp,
                new DnsjavaResolver(
                        new DnsConfiguration(List.of(dns.address()), Duration.ofSeconds(6), Duration.ofSeconds(2))))) {
            return courier.deliver(new Consignment(
                            message, "example.org", List.of(BOB), () -> new ByteArrayInputStream(TEXT), () -> true))
                    .results()
                    .get(BOB);
        }
    }

    private List<String> messages() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(PostfixSinkTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void messageShouldArriveAsItIs() throws Exception {
        startSink();

        assertThat(deliver().outcome()).isEqualTo(Outcome.DELIVERED);

        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .contains("X-Mail-Args: <alice@here.example>", "BODY=8BITMIME", "X-Rcpt-Args: <" + BOB + ">")
                .contains("Gr\u00fc\u00dfe\n..dots\n.\nend\n"));
    }

    @Test
    void recipientThatIsRefusedForNowShouldWait() throws Exception {
        startSink("-r", "RCPT");

        RecipientResult result = deliver();

        assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(result.reply()).startsWith("450 ");
        assertThat(messages()).noneMatch(message -> message.contains("dots"));
    }

    @Test
    void messageThatIsRefusedForNowShouldWait() throws Exception {
        startSink("-r", ".");

        assertThat(deliver().outcome()).isEqualTo(Outcome.DEFERRED);
    }

    @Test
    void recipientThatIsRefusedForGoodShouldFail() throws Exception {
        startSink("-f", "RCPT");

        RecipientResult result = deliver();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reply()).startsWith("500 ");
    }
}
