package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.submission.SubmissionAttributes;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product table, SMTP submission: what the end of DATA answers, and what is in the queue then. */
class SubmissionMessageTest extends MessageSubmission {
    @Nested
    class Accepted {
        /** "250 2.6.0 <id> accepted is said only when the message is durable". */
        @Test
        void answerShouldHoldTheIdOfTheQueuedMail() {
            String answer = send(HEADER + "\r\nHi\r\n");

            assertThat(answer).matches(ACCEPTED).contains(spooled().mail().getName());
        }

        @Test
        void envelopeShouldBeThatOfTheSession() {
            client.send("alice-a1b2c3+tag@shared.localhost", OUTSIDER, HEADER + "\r\nHi\r\n");

            assertThat(spooled().recipients()).containsExactly(OUTSIDER);
            assertThat(spooled().mail().getMaybeSender().asString()).isEqualTo("alice-a1b2c3+tag@shared.localhost");
        }

        @Test
        void mailShouldCarryWhoSentIt() {
            send(HEADER + "\r\nHi\r\n");

            assertThat(attribute(SubmissionAttributes.ORGANIZATION_ID))
                    .isEqualTo(server.acme.id().value());
            assertThat(attribute(SubmissionAttributes.INBOX_ID))
                    .isEqualTo(server.alice.id().value());
            assertThat(attribute(SubmissionAttributes.INBOX_EMAIL)).isEqualTo(ALICE);
            assertThat(attribute(SubmissionAttributes.KEY_ID))
                    .isEqualTo(server.key.id().value());
            assertThat(attribute(SubmissionAttributes.SUBMISSION_ID))
                    .isEqualTo(spooled().mail().getName());
            assertThat(attribute(Mail.SMTP_AUTH_USER)).isEqualTo(ALICE);
        }

        private String attribute(AttributeName name) {
            return AttributeUtils.getValueAndCastFromMail(spooled().mail(), name, String.class)
                    .orElseThrow();
        }

        /** Or one inbox could tell another that its message was checked. */
        @Test
        void verdictsThatClaimToBeOursShouldBeTakenOut() {
            send("Authentication-Results: mail.example.org; dmarc=pass\r\nAuthentication-Results: x.example; none\r\n"
                    + HEADER + "\r\nHi\r\n");

            assertThat(spooled().content()).contains("x.example").doesNotContain("dmarc=pass");
        }

        @Test
        void severalMessagesShouldBePossibleInOneSession() {
            assertThat(IntStream.range(0, 3).mapToObj(i -> send(HEADER + "\r\n" + i + "\r\n")))
                    .allMatch(answer -> answer.matches(ACCEPTED));

            assertThat(server.spool.mails())
                    .extracting(TestSpool.Spooled::body)
                    .containsExactly("0\r\n", "1\r\n", "2\r\n");
        }

        @Test
        void messageWithoutBodyShouldBeAccepted() {
            assertThat(send(HEADER)).matches(ACCEPTED);
            assertThat(spooled().body()).isEmpty();
        }
    }

    @Nested
    class Fields {
        @Test
        void receivedShouldTellTheWayWithoutTheKey() {
            send(HEADER + "\r\nHi\r\n");

            String content = spooled().content();
            assertThat(content)
                    .startsWith("Received: from client.example.com ([127.0.0.1])\r\n\tby mail.example.org"
                            + " with ESMTPSA id " + spooled().mail().getName() + "\r\n\tfor <" + BOB
                            + ">;\r\n\tSat, 21 Nov 2026 04:00:00 +0000\r\n" + HEADER);
            assertThat(content).doesNotContain("key_").doesNotContain("ap_sk_");
        }

        @Test
        void receivedShouldNameNoneOfSeveralRecipients() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("RCPT TO:<" + OUTSIDER + ">");
            client.command("DATA");
            client.command(FROM + "\r\nHi\r\n.");

            assertThat(spooled().content()).doesNotContain(OUTSIDER).doesNotContain(BOB);
        }

        @Test
        void missingDateAndMessageIdShouldBeAdded() {
            send(HEADER + "\r\nHi\r\n");

            assertThat(spooled().content())
                    .contains(HEADER + "Date: Sat, 21 Nov 2026 04:00:00 +0000\r\nMessage-ID: <"
                            + spooled().mail().getName() + "@shared.localhost>\r\n\r\nHi\r\n");
        }

        @Test
        void presentDateAndMessageIdShouldBeKept() {
            String header = HEADER + "date: Mon, 1 Jan 2024 00:00:00 +0000\r\nMESSAGE-ID: <mine@example.com>\r\n";

            send(header + "\r\nHi\r\n");

            assertThat(spooled().content()).endsWith("\r\n" + header + "\r\nHi\r\n");
        }
    }

    @Nested
    class Content {
        /** "a line of any length up to 1 MiB in DATA". */
        @ParameterizedTest
        @ValueSource(ints = {998, 8_192, 10_000, 900_000, 1_048_576})
        void longLineShouldBeAcceptedWhole(int length) {
            String line = "a".repeat(length - 1) + "z\r\n";

            assertThat(send(HEADER + "\r\n" + line + "after\r\n")).matches(ACCEPTED);
            assertThat(spooled().body()).isEqualTo(line + "after\r\n");
        }

        @Test
        void longestLineThatBeginsWithADotShouldBeAcceptedWhole() {
            String line = "." + "a".repeat(1_048_575) + "\r\n";

            assertThat(send(HEADER + "\r\n." + line)).matches(ACCEPTED);
            assertThat(spooled().body()).isEqualTo(line);
        }

        /** By one octet, by all that the decoder lets pass, and by more than it keeps at once. */
        @ParameterizedTest
        @ValueSource(ints = {1_048_577, 1_048_578, 1_048_579, 1_048_580, 2_500_000})
        void longerLineShouldBeRefusedAtTheEndOfTheMessage(int length) {
            String line = "a".repeat(length) + "\r\n";

            assertThat(send(HEADER + "\r\nbefore\r\n" + line + "..\r\nafter\r\n"))
                    .startsWith("500 5.5.6 ");
            assertThat(server.spool.mails()).isEmpty();
            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
        }

        @Test
        void longerLineThatBeginsWithADotShouldBeRefused() {
            assertThat(send(HEADER + "\r\n.." + "a".repeat(1_048_576) + "\r\n")).startsWith("500 5.5.6 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void longerLineOfTheHeaderShouldBeRefused() {
            assertThat(send(FROM + "X-Long: " + "a".repeat(1_048_576) + "\r\n\r\nHi\r\n"))
                    .startsWith("500 5.5.6 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void stuffedDotsShouldBeRemoved() {
            send(HEADER + "\r\n..\r\n...\r\n..a\r\n.b\r\na.\r\n");

            assertThat(spooled().body()).isEqualTo(".\r\n..\r\n.a\r\nb\r\na.\r\n");
        }

        @Test
        void eightBitOctetsShouldStayIntact() {
            StringBuilder all = new StringBuilder();
            IntStream.rangeClosed(0, 255).filter(c -> c != '\r' && c != '\n').forEach(c -> all.append((char) c));

            send(HEADER + "\r\n" + all + "\r\n");

            assertThat(spooled().body()).isEqualTo(all + "\r\n");
        }

        @Test
        void largeMessageShouldStayIntact() {
            String body = ("0123456789".repeat(7) + "\r\n").repeat(35_000);

            assertThat(send(HEADER + "\r\n" + body)).matches(ACCEPTED);
            assertThat(spooled().body()).isEqualTo(body);
        }
    }

    /** "larger than SIZE: 552 5.3.4". */
    @Nested
    class Size {
        private static final int MAX = 3_000_000;

        private String messageOf(int bytes) {
            StringBuilder content = new StringBuilder(HEADER + "\r\n");
            while (bytes - content.length() > 2000) {
                content.append("x".repeat(998)).append("\r\n");
            }
            return content.append("x".repeat(bytes - content.length() - 2))
                    .append("\r\n")
                    .toString();
        }

        @Test
        void messageOfTheLargestSizeShouldBeAccepted() {
            assertThat(send(messageOf(MAX))).matches(ACCEPTED);
        }

        @Test
        void messageLargerByOneByteShouldBeRefused() {
            assertThat(send(messageOf(MAX + 1))).startsWith("552 5.3.4 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void messageFarTooLargeShouldEndTheConnection() {
            assertThat(send(messageOf(2 * MAX + 2000))).startsWith("552 5.3.4 ");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void nextMessageShouldBeAccepted() {
            send(messageOf(MAX + 1));

            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
        }
    }

    @Nested
    class HeaderLimits {
        @Test
        void thousandFieldsShouldBeAccepted() {
            assertThat(send(FROM + "X-Field: x\r\n".repeat(999) + "\r\nHi\r\n")).matches(ACCEPTED);
        }

        @Test
        void moreFieldsShouldBeRefused() {
            assertThat(send(FROM + "X-Field: x\r\n".repeat(1000) + "\r\nHi\r\n"))
                    .startsWith("550 5.6.0 ");
        }

        /** "a line of any length up to 1 MiB in DATA: accepted whole", in the header too. */
        @Test
        void fieldOfOneLongLineShouldBeAccepted() {
            String line = "X-Field: " + "x".repeat((1 << 20) - "X-Field: ".length());

            assertThat(send(FROM + line + "\r\n\r\nHi\r\n")).matches(ACCEPTED);
        }

        @Test
        void largerHeaderShouldBeRefused() {
            assertThat(send(FROM + "X-Field: " + "x".repeat(1_048_000) + "\r\nX-Other: " + "x".repeat(70_000)
                            + "\r\n\r\nHi\r\n"))
                    .startsWith("550 5.6.0 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"no field at all\r\n", " folded before any field\r\n", ": no name\r\n"})
        void lineThatIsNoFieldShouldBeRefused(String line) {
            assertThat(send(line + FROM + "\r\nHi\r\n")).startsWith("550 5.6.0 ");
            assertThat(send(line + FROM.toUpperCase(Locale.ROOT).replace(":", " :") + "\r\nHi\r\n"))
                    .startsWith("550 5.6.0 ");
            assertThat(server.spool.mails()).isEmpty();
        }
    }

    /** "store or queue down: 451 4.3.0, nothing lost, nothing sent twice". */
    @Nested
    class QueueDown {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void messageShouldBeRefusedUntilTheQueueIsBack(boolean checked) {
            if (checked) {
                server.spool.fail(true);
            } else {
                server.spool.beforeEnqueue(() -> {
                    throw new IllegalStateException("unexpected");
                });
            }
            assertThat(send(HEADER + "\r\nHi\r\n")).startsWith("451 4.3.0 ");

            server.spool.fail(false);
            server.spool.beforeEnqueue(() -> {});
            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
            assertThat(server.spool.mails()).hasSize(1);
        }

        @Test
        void connectionCutInDataShouldDeliverNothing() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            client.sendRaw(HEADER + "\r\nHi\r\n.");

            client.close();

            await().untilAsserted(() -> assertThat(server.liveSessions.all()).isEmpty());
            assertThat(server.spool.mails()).isEmpty();
        }
    }
}
