package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.BOB;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.CheckedRecipients;
import dev.agentpost.mail.reception.ReceptionAttributes;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.TestSpool;
import java.io.IOException;
import java.util.List;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the end of DATA answers to the world, and what is in the queue then. */
class ReceptionMessageTest {
    private static final String HEADER = "From: Customer <" + OUTSIDER + ">\r\nTo: " + ALICE + "\r\nSubject: hi\r\n";
    private static final String MESSAGE = HEADER + "\r\nHi\r\n";

    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension().with("maxMessageBytes", "100000");

    private SmtpClient client;

    @BeforeEach
    void connect() throws IOException {
        client = server.greeted();
    }

    private String send(String content) {
        return client.send(OUTSIDER, ALICE, content);
    }

    private TestSpool.Spooled spooled() {
        assertThat(server.spool.mails()).hasSize(1);
        return server.spool.mails().get(0);
    }

    @Nested
    class Accepted {
        @Test
        void answerShouldHoldTheIdOfTheQueuedMail() {
            assertThat(send(MESSAGE)).isEqualTo("250 2.6.0 " + spooled().mail().getName() + " accepted");
        }

        @Test
        void messageShouldBeAsItCameBehindOurTrace() {
            send(HEADER + "Bcc: x@example.com\r\n\r\n..dot\r\n\u00e9\r\n");

            assertThat(spooled().content())
                    .isEqualTo("Received: from client.example.com ([127.0.0.1])\r\n\tby mail.example.org with ESMTP id "
                            + spooled().mail().getName() + "\r\n\tfor <" + ALICE
                            + ">;\r\n\tSat, 21 Nov 2026 04:00:00 +0000\r\n" + HEADER
                            + "Bcc: x@example.com\r\n\r\n.dot\r\n\u00e9\r\n");
        }

        /** Nothing of them counts as submission. */
        @Test
        void stepsShouldBeTimedUnderNamesOfTheirOwn() {
            send(MESSAGE);

            assertThat(List.of("MX-mail", "MX-rcpt", "MX-data", "MX-policy", "MX-enqueue"))
                    .allSatisfy(step ->
                            assertThat(server.metrics.executionTimesFor(step)).hasSize(1));
            assertThat(List.of("SMTP-mail", "SMTP-rcpt", "SMTP-data", "SMTP-policy", "SMTP-enqueue"))
                    .allSatisfy(step ->
                            assertThat(server.metrics.executionTimesFor(step)).isEmpty());
        }

        @Test
        void mailShouldSayThatItCameFromTheWorld() {
            send(MESSAGE);

            assertThat(spooled().mail().getAttribute(ReceptionAttributes.RECEPTION_ID))
                    .isPresent();
            assertThat(spooled().mail().getAttribute(Mail.SMTP_AUTH_USER)).isEmpty();
            assertThat(CheckedRecipients.read(spooled().mail(), server.clock.instant()))
                    .hasSize(1);
        }

        @Test
        void recipientsShouldNotBeToldOfEachOther() {
            client.command("MAIL FROM:<>");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            client.command(MESSAGE + ".");

            assertThat(spooled().recipients()).containsExactlyInAnyOrder(ALICE, BOB);
            assertThat(spooled().content()).doesNotContain(BOB);
            assertThat(spooled().mail().getMaybeSender().isNullSender()).isTrue();
        }

        @Test
        void messageWithoutFromShouldBeTaken() {
            assertThat(send("Subject: cron\r\n\r\nHi\r\n")).startsWith("250 2.6.0 ");
        }
    }

    @Nested
    class Trace {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Authentication-Results: mail.example.org; dkim=pass",
                    "authentication-results:MAIL.EXAMPLE.ORG 1; spf=pass",
                    "Authentication-Results: (a (nested\\) comment) x)\r\n\t mail.example.org;\r\n dmarc=pass",
                    "Authentication-Results: \"mail.example\\.org\"; dmarc=pass",
                    "Authentication-Results : mail.example.org.; dmarc=pass",
                    "Authentication-Results: ; dmarc=pass",
                    "Authentication-Results: (unclosed mail.example.org; dmarc=pass",
                    "Return-Path: <someone@example.com>"
                })
        void forgedFieldShouldBeTakenOut(String field) {
            send(field + "\r\n" + MESSAGE);

            assertThat(spooled().content()).endsWith("+0000\r\n" + MESSAGE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Authentication-Results: relay.example.com; dkim=pass",
                    "Authentication-Results: mail.example.org.example.com; dkim=pass",
                    "X-Authentication-Results: mail.example.org; dkim=pass",
                    "Delivered-To: someone@example.com"
                })
        void fieldOfOthersShouldStay(String field) {
            send(field + "\r\n" + MESSAGE);

            assertThat(spooled().content()).endsWith("+0000\r\n" + field + "\r\n" + MESSAGE);
        }
    }

    @Nested
    class Refused {
        @Test
        void loopShouldBeCutAtTheFiftyFirstServer() {
            String received = "Received: from a by b; Sat, 21 Nov 2026 04:00:00 +0000\r\n";

            assertThat(send(received.repeat(51) + MESSAGE)).startsWith("554 5.4.6 ");
            assertThat(send(received.repeat(50) + MESSAGE)).startsWith("250 2.6.0 ");
        }

        @Test
        void messageThatWasDeliveredHereBeforeShouldBeALoop() {
            assertThat(send("Delivered-To: Alice-A1B2C3@shared.localhost\r\n" + MESSAGE))
                    .startsWith("554 5.4.6 ");
            assertThat(send("Delivered-To: " + BOB + "\r\n" + MESSAGE)).startsWith("250 2.6.0 ");
        }

        @Test
        void announcedSizeOverTheLimitShouldBeRefusedAtMail() {
            assertThat(client.command("MAIL FROM:<" + OUTSIDER + "> SIZE=100001"))
                    .startsWith("552 5.3.4 ");
            assertThat(client.command("MAIL FROM:<" + OUTSIDER + "> SIZE=100000"))
                    .startsWith("250 ");
        }

        @Test
        void messageOverTheLimitShouldBeRefused() {
            assertThat(send(HEADER + "\r\n" + "x".repeat(99_000) + "\r\n")).startsWith("250 ");
            assertThat(send(HEADER + "\r\n" + "x".repeat(100_000) + "\r\n")).startsWith("552 5.3.4 ");
            assertThat(server.spool.mails()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r"})
        void smuggledEndShouldDeliverNothing(String end) {
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");
            client.sendRaw(MESSAGE + "x" + end + "MAIL FROM:<admin@shared.localhost>\r\nRCPT TO:<" + BOB
                    + ">\r\nDATA\r\nforged\r\n.\r\n");

            assertThat(client.read()).startsWith("554 5.5.2 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void queueThatIsDownShouldBeATemporaryNo() {
            server.spool.fail(true);
            assertThat(send(MESSAGE)).startsWith("451 4.3.0 ");

            server.spool.fail(false);
            assertThat(send(MESSAGE)).startsWith("250 2.6.0 ");
            assertThat(server.spool.mails()).hasSize(1);
        }

        @Test
        void messageThatBreaksOffShouldDeliverNothing() throws IOException {
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");
            client.sendRaw(MESSAGE);
            client.endOutput();

            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.spool.mails()).isEmpty();
        }
    }
}
