package dev.agentpost.mail.idempotency.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.SubmissionExtension;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product, idempotency, sentence by sentence. */
class IdempotencyMessageHookTest {
    private static final String KEY = "Idempotency-Key: order-66\r\n";
    private static final String HEADER = "From: " + ALICE + "\r\nTo: " + BOB + "\r\nSubject: hello\r\n";
    private static final String ACCEPTED = "250 2\\.6\\.0 [0-9A-HJKMNP-TV-Z]{26} accepted";
    private static final String REUSED = "550 5.7.1 Idempotency-Key reused";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        client = server.loggedIn();
    }

    private String send(String content) {
        return client.send(ALICE, BOB, content);
    }

    private static String keyed(String body) {
        return HEADER + KEY + "\r\n" + body + "\r\n";
    }

    private int accepted() {
        return server.spool.mails().size();
    }

    /** "answered 250 2.6.0 <id> with the first one's id and is neither delivered, stored nor counted again". */
    @Nested
    class Again {
        @Test
        void secondShouldGetTheIdOfTheFirst() {
            String first = send(keyed("Hi"));

            assertThat(first).matches(ACCEPTED);
            assertThat(send(keyed("Hi"))).isEqualTo(first);
            assertThat(accepted()).isEqualTo(1);
        }

        @Test
        void secondShouldGetTheIdOfTheFirstOnAnotherConnection() throws IOException {
            String first = send(keyed("Hi"));

            assertThat(server.loggedIn().send(ALICE, BOB, keyed("Hi"))).isEqualTo(first);
            assertThat(accepted()).isEqualTo(1);
        }

        /** Libraries write them anew for each try. */
        @Test
        void dateAndMessageIdShouldNotMatter() {
            String first = send("Message-ID: <1@client>\r\nDate: Sat, 21 Nov 2026 04:00:00 +0000\r\n" + keyed("Hi"));
            String second = send("Message-ID: <2@client>\r\nDate: Sat, 21 Nov 2026 04:00:09 +0000\r\n" + keyed("Hi"));

            assertThat(second).isEqualTo(first);
            assertThat(accepted()).isEqualTo(1);
        }

        @Test
        void sessionShouldGoOn() {
            send(keyed("Hi"));
            send(keyed("Hi"));

            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
            assertThat(accepted()).isEqualTo(2);
        }

        @Test
        void keyShouldBeFreeAfterADay() {
            send(keyed("Hi"));
            server.clock.advance(KeyClaim.WINDOW);

            assertThat(send(keyed("Ho"))).matches(ACCEPTED);
            assertThat(accepted()).isEqualTo(2);
        }

        @Test
        void messageWithoutKeyShouldBeSentAgain() {
            send(HEADER + "\r\nHi\r\n");
            send(HEADER + "\r\nHi\r\n");

            assertThat(accepted()).isEqualTo(2);
        }

        @Test
        void messageWithAnotherKeyShouldBeSent() {
            send(keyed("Hi"));
            send(HEADER + "Idempotency-Key: order-67\r\n\r\nHi\r\n");

            assertThat(accepted()).isEqualTo(2);
        }

        @Test
        void otherInboxShouldHaveKeysOfItsOwn() throws IOException {
            send(keyed("Hi"));
            SmtpClient bob = server.greeted();
            bob.authPlain(BOB, server.secret.reveal());

            assertThat(bob.send(BOB, OUTSIDER, "From: " + BOB + "\r\n" + KEY + "\r\nHi\r\n"))
                    .matches(ACCEPTED);
            assertThat(accepted()).isEqualTo(2);
        }

        @Test
        void nameOfTheFieldShouldCompareWithoutCase() {
            String first = send(keyed("Hi"));

            assertThat(send(HEADER + "IDEMPOTENCY-KEY:order-66  \r\n\r\nHi\r\n"))
                    .isEqualTo(first);
        }
    }

    /** "The same key with another envelope or body: 550 5.7.1 Idempotency-Key reused". */
    @Nested
    class Reused {
        @Test
        void otherBodyShouldBeRefused() {
            send(keyed("Hi"));

            assertThat(send(keyed("Ho"))).isEqualTo(REUSED);
            assertThat(accepted()).isEqualTo(1);
        }

        @Test
        void otherRecipientShouldBeRefused() {
            send(keyed("Hi"));

            assertThat(client.send(ALICE, OUTSIDER, keyed("Hi"))).isEqualTo(REUSED);
            assertThat(accepted()).isEqualTo(1);
        }

        @Test
        void otherSenderShouldBeRefused() {
            send(keyed("Hi"));

            assertThat(client.send(ALICE.replace("@", "+tag@"), BOB, keyed("Hi")))
                    .isEqualTo(REUSED);
        }

        @Test
        void firstMessageShouldStillBeKnown() {
            String first = send(keyed("Hi"));
            send(keyed("Ho"));

            assertThat(send(keyed("Hi"))).isEqualTo(first);
        }
    }

    /** "The first still under way: 451 4.3.0". */
    @Test
    void secondShouldBePutOffWhileTheFirstIsUnderWay() throws Exception {
        CountDownLatch enqueueing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.spool.beforeEnqueue(() -> {
            enqueueing.countDown();
            awaitUninterruptibly(goOn);
        });
        client.command("MAIL FROM:<" + ALICE + ">");
        client.command("RCPT TO:<" + BOB + ">");
        client.command("DATA");
        client.sendRaw(keyed("Hi") + ".\r\n");
        enqueueing.await();

        SmtpClient other = server.loggedIn();
        String second = other.send(ALICE, BOB, keyed("Hi"));
        goOn.countDown();

        assertThat(second).startsWith("451 4.3.0 ");
        String first = client.read();
        assertThat(first).matches(ACCEPTED);
        assertThat(other.send(ALICE, BOB, keyed("Hi"))).isEqualTo(first);
        assertThat(accepted()).isEqualTo(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** "A refused message does not use its key up". */
    @Nested
    class Refused {
        @ParameterizedTest
        @ValueSource(strings = {"450", "550"})
        void messageRefusedByALaterCheckShouldNotUseItsKeyUp(String code) {
            server.refuseAtTheEnd(Optional.of(new SmtpReply(code, code.charAt(0) + ".7.1", "not now")));
            assertThat(send(keyed("Hi"))).startsWith(code);
            server.refuseAtTheEnd(Optional.empty());

            assertThat(send(keyed("Ho"))).matches(ACCEPTED);
            assertThat(accepted()).isEqualTo(1);
        }

        @Test
        void messageRefusedForItsHeaderShouldNotUseItsKeyUp() {
            assertThat(send("From: " + BOB + "\r\n" + KEY + "\r\nHi\r\n")).startsWith("550 5.7.1");

            assertThat(send(keyed("Ho"))).matches(ACCEPTED);
        }

        @Test
        void connectionCutInDataShouldNotUseTheKeyUp() throws IOException {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            client.sendRaw(keyed("Hi"));
            client.close();

            assertThat(server.loggedIn().send(ALICE, BOB, keyed("Ho"))).matches(ACCEPTED);
        }

        /** Whether the queue has it is not known: another try must not overtake it before that is clear. */
        @Test
        void messageThatTheQueueDidNotTakeShouldKeepItsKeyForAMoment() {
            server.spool.fail(true);
            assertThat(send(keyed("Hi"))).startsWith("451 4.3.0");
            server.spool.fail(false);
            assertThat(send(keyed("Hi"))).startsWith("451 4.3.0");

            server.clock.advance(KeyClaim.LEASE);

            assertThat(send(keyed("Hi"))).matches(ACCEPTED);
            assertThat(accepted()).isEqualTo(1);
        }
    }

    /** "(1 to 256 printable characters)". */
    @Nested
    class Field {
        @Test
        void longestKeyShouldBeTaken() {
            assertThat(send(HEADER + "Idempotency-Key: " + "k".repeat(256) + "\r\n\r\nHi\r\n"))
                    .matches(ACCEPTED);
        }

        @Test
        void keyThatIsTooLongShouldBeRefused() {
            assertThat(send(HEADER + "Idempotency-Key: " + "k".repeat(257) + "\r\n\r\nHi\r\n"))
                    .startsWith("550 5.6.0 Idempotency-Key must have 1 to 256 printable ASCII characters");
            assertThat(accepted()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a\tb", "schl\u00fcssel", "a\u0001b"})
        void whatIsNoKeyShouldBeRefused(String value) {
            assertThat(send(HEADER + "Idempotency-Key:" + value + "\r\n\r\nHi\r\n"))
                    .startsWith("550 5.6.0 Idempotency-Key must");
            assertThat(accepted()).isZero();
        }

        @Test
        void severalKeysShouldBeRefused() {
            assertThat(send(HEADER + KEY + KEY + "\r\nHi\r\n"))
                    .isEqualTo("550 5.6.0 Message has more than one Idempotency-Key");
            assertThat(accepted()).isZero();
        }

        @Test
        void foldedKeyShouldBeTheSameKey() {
            String first = send(HEADER + "Idempotency-Key: a b\r\n\r\nHi\r\n");

            assertThat(send(HEADER + "Idempotency-Key:\r\n a\r\n b\r\n\r\nHi\r\n"))
                    .isEqualTo(first);
        }
    }

    /** "The header is not in the delivered or Sent copy". */
    @Nested
    class Copy {
        private String spooled() {
            return server.spool.mails().get(0).content();
        }

        @Test
        void fieldShouldBeTakenOut() {
            send("Idempotency-Key:\r\n a\r\n b\r\n" + HEADER + "X-Last: 1\r\n\r\nHi\r\n");

            assertThat(spooled()).contains("\r\n" + HEADER + "X-Last: 1\r\n").endsWith("\r\n\r\nHi\r\n");
            assertThat(spooled().toLowerCase(Locale.ROOT)).doesNotContain("idempotency");
        }

        @Test
        void bodyShouldBeLeftAlone() {
            send(HEADER + KEY + "\r\n" + KEY + "\r\n");

            assertThat(server.spool.mails().get(0).body()).isEqualTo(KEY + "\r\n");
        }
    }

    /** "store or queue down: 451 4.3.0, nothing lost, nothing sent twice". */
    @Nested
    class StoreDown {
        @Test
        void keyedMessageShouldBePutOff() {
            server.outage.begin(IdempotencyStore.class);
            assertThat(send(keyed("Hi"))).startsWith("451 4.3.0");
            assertThat(accepted()).isZero();
            server.outage.end();

            assertThat(send(keyed("Hi"))).matches(ACCEPTED);
        }

        @Test
        void messageWithoutKeyShouldNotNeedTheStore() {
            server.outage.begin(IdempotencyStore.class);

            assertThat(send(HEADER + "\r\nHi\r\n")).matches(ACCEPTED);
        }

        /** The mail is in the queue, and is accepted when it is delivered: see {@code DropOvertakenTest}. */
        @Test
        void outageBetweenQueueAndRecordShouldBeSaid() {
            server.spool.beforeEnqueue(() -> server.outage.begin(IdempotencyStore.class));
            assertThat(send(keyed("Hi"))).startsWith("451 4.3.0");
            server.outage.end();
            server.spool.beforeEnqueue(() -> {});

            assertThat(send(keyed("Hi"))).startsWith("451 4.3.0");
            assertThat(accepted()).isEqualTo(1);
        }
    }
}
