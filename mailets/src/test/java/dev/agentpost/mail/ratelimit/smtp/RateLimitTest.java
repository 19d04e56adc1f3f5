package dev.agentpost.mail.ratelimit.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.SendWindow;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.SubmissionExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Product table, SMTP submission: "over a rate limit". */
class RateLimitTest {
    private static final String ACCEPTED = "250 2.6.0 ";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private final SendScope inbox = SendScope.of(server.acme.id(), server.alice.id());
    private final SendScope key = SendScope.of(server.acme.id(), server.key.id());
    private final SendScope organization = SendScope.of(server.acme.id());
    private SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        limit(inbox, new SendWindow(3, 60));
        client = server.loggedIn();
    }

    private void limit(SendScope scope, SendWindow... windows) {
        server.sendLimits.change(scope, Optional.of(SendLimit.of(windows))).block();
    }

    private String send(int recipients) {
        return sendAs(ALICE, client, recipients);
    }

    private static String sendAs(String sender, SmtpClient connection, int recipients) {
        envelope(sender, connection, recipients);
        connection.command("DATA");
        return connection.command("From: " + sender + "\r\nSubject: hello\r\n\r\nHi\r\n.");
    }

    private static void envelope(String sender, SmtpClient connection, int recipients) {
        connection.command("MAIL FROM:<" + sender + ">");
        for (int i = 0; i < recipients; i++) {
            assertThat(connection.command("RCPT TO:<customer" + i + "@example.com>"))
                    .startsWith("250");
        }
    }

    @Test
    void lastAllowedRecipientShouldPass() {
        assertThat(send(2)).startsWith(ACCEPTED);
        assertThat(send(1)).startsWith(ACCEPTED);
        assertThat(server.spool.mails()).hasSize(2);
    }

    @Test
    void firstRecipientTooManyShouldBeRefusedWithLimitWindowAndWait() {
        send(3);

        assertThat(send(1))
                .matches("450 4\\.7\\.1 Rate limit of inbox " + ALICE
                        + " is 3 recipients in 60 seconds, try again in 6[01] seconds");
        assertThat(server.spool.mails()).hasSize(1);
    }

    @Test
    void messageShouldBeRefusedAsAWhole() {
        send(2);

        assertThat(send(2)).startsWith("450 4.7.1");
        assertThat(server.spool.mails()).hasSize(1);
        assertThat(send(1)).startsWith(ACCEPTED);
    }

    @Test
    void messageShouldPassOnceTheWindowHasMoved() {
        send(3);
        server.clock.advance(Duration.ofSeconds(59));
        assertThat(send(1)).startsWith("450 4.7.1");

        server.clock.advance(Duration.ofSeconds(2));

        assertThat(send(3)).startsWith(ACCEPTED);
    }

    @Test
    void messageThatWillNeverFitShouldBeToldSo() {
        assertThat(send(4))
                .isEqualTo("450 4.7.1 Rate limit of inbox " + ALICE
                        + " is 3 recipients in 60 seconds, this message has 4 and must be sent to fewer at a time");
    }

    @Test
    void otherInboxShouldStillSend() throws IOException {
        send(3);
        SmtpClient bob = server.greeted();
        bob.authPlain(BOB, server.secret.reveal());

        assertThat(sendAs(BOB, bob, 3)).startsWith(ACCEPTED);
    }

    @Test
    void limitOfTheKeyShouldBeNamed() {
        limit(key, new SendWindow(1, 600));

        assertThat(send(1)).startsWith(ACCEPTED);

        assertThat(send(1))
                .startsWith("450 4.7.1 Rate limit of API key " + server.key.id() + " is 1 recipient in 600 seconds");
    }

    @Test
    void limitOfTheOrganizationShouldBeNamed() throws IOException {
        limit(organization, new SendWindow(4, 60));
        SmtpClient bob = server.greeted();
        bob.authPlain(BOB, server.secret.reveal());

        assertThat(send(3)).startsWith(ACCEPTED);
        assertThat(sendAs(BOB, bob, 2))
                .startsWith(
                        "450 4.7.1 Rate limit of organization " + server.acme.id() + " is 4 recipients in 60 seconds");
        assertThat(sendAs(BOB, bob, 1)).startsWith(ACCEPTED);
    }

    @Test
    void limitThatIsRaisedShouldLetTheNextMessagePass() {
        send(3);
        assertThat(send(1)).startsWith("450 4.7.1");

        limit(inbox, new SendWindow(4, 60));

        assertThat(send(1)).startsWith(ACCEPTED);
        assertThat(send(1)).startsWith("450 4.7.1");
    }

    @Test
    void refusedMessageShouldCostNothing() {
        for (int i = 0; i < 5; i++) {
            envelope(ALICE, client, 3);
            client.command("DATA");
            assertThat(client.command("From: stranger@example.com\r\n\r\nHi\r\n."))
                    .startsWith("550 5.7.1");
        }

        assertThat(send(3)).startsWith(ACCEPTED);
    }

    @Test
    void abortedMessageShouldCostNothing() throws IOException {
        envelope(ALICE, client, 3);
        client.command("RSET");
        SmtpClient cut = server.loggedIn();
        envelope(ALICE, cut, 3);
        cut.command("DATA");
        cut.sendRaw("From: " + ALICE + "\r\n\r\nHi");
        cut.close();

        assertThat(send(3)).startsWith(ACCEPTED);
    }

    @Test
    void messageThatTheQueueDidNotTakeShouldCostNothing() {
        server.spool.fail(true);
        for (int i = 0; i < 3; i++) {
            assertThat(send(3)).startsWith("451 4.3.0");
        }
        server.spool.fail(false);

        assertThat(send(3)).startsWith(ACCEPTED);
        assertThat(send(1)).startsWith("450 4.7.1");
    }

    @Test
    void storeDownShouldBeATemporaryFailure() {
        server.outage.begin(SendLedgerStore.class);

        assertThat(send(1)).startsWith("451 4.3.0");
        assertThat(server.spool.mails()).isEmpty();

        server.outage.end();
        assertThat(send(3)).startsWith(ACCEPTED);
    }

    /** The defaults: an inbox 100 an hour. */
    @Test
    void hundredAnHourShouldBeTheDefault() {
        server.sendLimits.change(inbox, Optional.empty()).block();

        assertThat(send(100)).startsWith(ACCEPTED);
        assertThat(client.send(ALICE, OUTSIDER, "From: " + ALICE + "\r\n\r\nHi\r\n"))
                .startsWith("450 4.7.1 Rate limit of inbox " + ALICE + " is 100 recipients in 3600 seconds");
    }

    private String sendWithKey(String idempotencyKey, int recipients) {
        envelope(ALICE, client, recipients);
        client.command("DATA");
        return client.command("From: " + ALICE + "\r\nIdempotency-Key: " + idempotencyKey + "\r\n\r\nHi\r\n.");
    }

    /** "neither delivered, stored nor counted again" */
    @Test
    void repeatedMessageShouldNotBeCountedAgain() {
        String first = sendWithKey("k1", 2);

        assertThat(sendWithKey("k1", 2)).isEqualTo(first);
        assertThat(sendWithKey("k1", 2)).isEqualTo(first);
        assertThat(send(1)).startsWith(ACCEPTED);
        assertThat(send(1)).startsWith("450 4.7.1");
    }

    /** "A refused message does not use its key up." */
    @Test
    void refusedMessageShouldBeAcceptedWithItsKeyLater() {
        send(3);
        assertThat(sendWithKey("k1", 2)).startsWith("450 4.7.1");

        server.clock.advance(Duration.ofSeconds(62));

        assertThat(sendWithKey("k1", 2)).startsWith(ACCEPTED);
    }
}
