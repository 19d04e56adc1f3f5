package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3: whose addresses a message may name, and what {@code MAIL FROM:<>} is for. */
class SubmissionIdentityTest extends MessageSubmission {
    /** "any address in From or Sender that is not the inbox; no From; two From fields". */
    @Nested
    class Author {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: alice-a1b2c3+news@shared.localhost\r\n",
                    "FROM:\r\n ALICE-A1B2C3@Shared.Localhost\r\n",
                    "From: \"Boss <boss@example.com>\" <" + ALICE + ">\r\n",
                    "From: (boss@example.com) " + ALICE + "\r\n",
                    FROM + "Sender: " + ALICE + "\r\n",
                    FROM + "Reply-To: " + OUTSIDER + "\r\n"
                })
        void ownAddressesShouldBeAccepted(String header) {
            assertThat(send(header + "\r\nHi\r\n")).matches(ACCEPTED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "From: " + ALICE + ", " + BOB + "\r\n",
                    "From: " + BOB + " <" + ALICE + ">\r\n",
                    "From: <" + ALICE + "> " + BOB + "\r\n",
                    "From: " + ALICE + "; " + BOB + "\r\n",
                    "From: " + ALICE + "\0, " + BOB + "\r\n",
                    "From: =?utf-8?q?bob-d4e5f6=40shared=2elocalhost?=\r\n",
                    "From:\r\n",
                    "From: <>\r\n",
                    "From: undisclosed:;\r\n",
                    "From: nobody in particular\r\n",
                    "From : " + BOB + "\r\n",
                    FROM + "From : " + BOB + "\r\n",
                    FROM + "fROM: " + BOB + "\r\n",
                    FROM + "Sender: " + ALICE + ", " + BOB + "\r\n",
                    FROM + "Sender: " + ALICE + "\r\nSender: " + BOB + "\r\n",
                    FROM + "Resent-From: " + BOB + "\r\n"
                })
        void headerThatNamesAnotherShouldBeRefused(String header) {
            assertThat(send(header + "\r\nHi\r\n")).startsWith("550 5.7.1 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void foreignFromShouldBeRefusedAfterData() {
            assertThat(send("From: " + BOB + "\r\n\r\nHi\r\n")).startsWith("550 5.7.1 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void missingFromShouldBeRefused() {
            assertThat(send("Subject: x\r\n\r\nHi\r\n")).startsWith("550 5.7.1 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "just text\r\n",
                    "just text\r\nof two lines: here\r\n",
                    " From: " + ALICE + "\r\n",
                    "no field\r\n From: " + ALICE + "\r\n",
                    "no field\r\n\r\n" + FROM,
                    "no field\r\nX-From: " + ALICE + "\r\n\r\nHi\r\n"
                })
        void missingFromShouldBeToldBeforeTheFormOfTheHeader(String message) {
            assertThat(send(message)).isEqualTo("550 5.7.1 message has no From field");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void twoFromFieldsShouldBeRefused() {
            assertThat(send(FROM + FROM + "\r\nHi\r\n")).startsWith("550 5.7.1 ");
        }

        @Test
        void foreignSenderShouldBeRefused() {
            assertThat(send(FROM + "Sender: " + BOB + "\r\n\r\nHi\r\n")).startsWith("550 5.7.1 ");
        }

        @Test
        void sessionShouldGoOnAfterARefusal() {
            send("From: " + BOB + "\r\n\r\nHi\r\n");

            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
        }
    }

    /** "MAIL FROM:<> only for a read receipt". */
    @Nested
    class ReadReceipt {
        private static final String RECEIPT = FROM
                + "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n"
                + "\r\n--b--\r\n";

        @Test
        void readReceiptToOneRecipientShouldBeAccepted() {
            assertThat(client.send("", OUTSIDER, RECEIPT)).matches(ACCEPTED);
            assertThat(spooled().mail().getMaybeSender().isNullSender()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    FROM + "\r\nHi\r\n",
                    FROM + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b--\r\n",
                    "From: " + BOB + "\r\nContent-Type: multipart/report; report-type=disposition-notification;"
                            + " boundary=b\r\n\r\n--b--\r\n"
                })
        void otherMessageShouldBeRefused(String content) {
            assertThat(client.send("", OUTSIDER, content)).startsWith("550 5.7.1 ");
            assertThat(server.spool.mails()).isEmpty();
            assertThat(client.send(ALICE, OUTSIDER, HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
        }

        @Test
        void readReceiptToTwoRecipientsShouldBeRefused() {
            client.command("MAIL FROM:<>");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("RCPT TO:<" + OUTSIDER + ">");
            client.command("DATA");

            assertThat(client.command(RECEIPT + ".")).startsWith("550 5.7.1 ");
            assertThat(server.spool.mails()).isEmpty();
            assertThat(client.send("", BOB, RECEIPT)).matches(ACCEPTED);
        }
    }
}
