package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * Clients that say anything in any order, in pieces of any size, and leave at any moment. The seed is in the message of a
 * failure; {@code -Dagentpost.noise.connections=20000} makes it minutes.
 */
class SubmissionNoiseTest {
    private static final int CONNECTIONS = Integer.getInteger("agentpost.noise.connections", 300);
    private static final int MOST_PIECES = 12;
    private static final int MOST_OCTETS = 3_000;
    private static final List<String> PIECES = List.of(
            "EHLO client.example.com\r\n",
            "EHLO \u0001\r\n",
            "HELO\r\n",
            "MAIL FROM:<" + ALICE + ">\r\n",
            "MAIL FROM:<" + BOB + ">\r\n",
            "MAIL FROM:<> SIZE=99999999999999999999\r\n",
            "RCPT TO:<" + BOB + ">\r\n",
            "RCPT TO:<nobody@shared.localhost>\r\n",
            "RCPT TO:<\"\\\r\n",
            "DATA\r\n",
            "BDAT 5 LAST\r\nhello",
            "From: " + ALICE + "\r\n\r\nHi\r\n.\r\n",
            "From: " + BOB + "\r\n\r\nHi\r\n.\r\n",
            "\r\n.\nMAIL FROM:<" + BOB + ">\r\n",
            "\n.\r\n",
            "\r.\r",
            ".\r\n",
            "\u0000\r\n",
            "AUTH PLAIN ====\r\n",
            "AUTH LOGIN\r\n*\r\n",
            "RSET\r\n",
            "NOOP\r\n",
            "STARTTLS\r\n",
            "QUIT\r\n");

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private final long seed = Long.getLong("agentpost.noise.seed", 1);
    private final Random random = new Random(seed);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void detach() {
        root.detachAppender(log);
    }

    /** Not what another class of tests left behind in this JVM. */
    private static boolean isOfASession(ILoggingEvent event) {
        return event.getLoggerName().startsWith("dev.agentpost.mail")
                || event.getLoggerName().startsWith("org.apache.james.protocols");
    }

    @Test
    void noiseShouldDeliverNothingForgedAndLeaveNothingBehind() throws IOException {
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            makeNoise();
        }

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(server.liveSessions.all())
                .as("sessions left over, seed %d", seed)
                .isEmpty());
        assertThat(List.copyOf(log.list))
                .as("seed %d", seed)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR) && isOfASession(event))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
        assertThat(server.spool.mails()).as("seed %d", seed).allSatisfy(spooled -> {
            assertThat(spooled.mail().getMaybeSender().asString()).isEqualTo(ALICE);
            assertThat(spooled.content().split("\r\n\r\n", 2)[0])
                    .contains("From: " + ALICE)
                    .doesNotContain("From: " + BOB);
        });
        assertThat(server.loggedIn().send(ALICE, BOB, "From: " + ALICE + "\r\n\r\nHi\r\n"))
                .startsWith("250 ");
    }

    private void makeNoise() throws IOException {
        try (SmtpClient client = random.nextBoolean() ? server.loggedIn() : server.connect()) {
            int pieces = 1 + random.nextInt(MOST_PIECES);
            for (int piece = 0; piece < pieces; piece++) {
                client.sendRaw(piece());
            }
            if (random.nextBoolean()) {
                client.endOutput();
            }
        } catch (UncheckedIOException closedByServer) {
            assertThat(closedByServer.getCause()).isInstanceOf(IOException.class);
        }
    }

    private byte[] piece() {
        if (random.nextInt(4) == 0) {
            byte[] octets = new byte[1 + random.nextInt(MOST_OCTETS)];
            random.nextBytes(octets);
            return octets;
        }
        byte[] whole = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
        return random.nextInt(5) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole;
    }
}
