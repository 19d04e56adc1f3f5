package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.core.smtp.SmtpReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What the operator and the organization hear of submissions. */
class SubmissionJournalTest {
    private static final String MESSAGE =
            "From: " + ALICE + "\r\nSubject: very private\r\nIdempotency-Key: k1\r\n\r\nHi\r\n";
    private static final String FOREIGN = "From: " + BOB + "\r\nSubject: very private\r\n\r\nHi\r\n";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private final Logger logger = (Logger) LoggerFactory.getLogger(SubmissionJournal.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        client = server.loggedIn();
        server.audited.clear();
    }

    @AfterEach
    void detach() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private AuditEvent audited() {
        assertThat(server.audited).hasSize(1);
        return server.audited.get(0);
    }

    private int refused(RefusalReason reason) {
        return server.metrics.countFor(SubmissionJournal.REFUSED_METRIC + reason.value());
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Nested
    class Audit {
        @Test
        void refusedSenderShouldBeNoted() {
            client.command("MAIL FROM:<" + BOB + ">");

            assertThat(audited().organization()).isEqualTo(server.acme.id());
            assertThat(audited().action()).isEqualTo(AuditAction.SENDER);
            assertThat(audited().outcome()).isEqualTo(AuditOutcome.REFUSED);
            assertThat(audited().keyId()).contains(server.key.id());
            assertThat(audited().inbox()).contains(ALICE);
            assertThat(audited().remoteAddress()).contains("127.0.0.1");
            assertThat(audited().reason().orElseThrow()).startsWith("550 5.7.1 ");
        }

        @Test
        void refusedRecipientShouldBeNotedWithItsAddress() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<nobody@shared.localhost>");

            assertThat(audited().action()).isEqualTo(AuditAction.RECIPIENT);
            assertThat(audited().reason()).contains("550 5.1.1 No such inbox here (nobody@shared.localhost)");
        }

        @Test
        void recipientThatCannotBeReadShouldNotBeTakenForTheOneBefore() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("RCPT TO:<@@>");

            assertThat(audited().reason()).contains("501 5.1.3 Malformed recipient address");
        }

        @Test
        void refusedMessageShouldBeNotedWithoutItsContent() {
            client.send(ALICE, BOB, FOREIGN);

            assertThat(audited().action()).isEqualTo(AuditAction.MESSAGE);
            assertThat(audited().reason().orElseThrow()).startsWith("550 5.7.1 ");
            assertThat(audited().toString()).doesNotContain("private");
        }

        @Test
        void messageWithABareLineFeedShouldBeNoted() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            client.command("From: " + ALICE + "\n\r\n.");

            assertThat(audited().reason().orElseThrow()).startsWith("554 5.5.2 ");
        }

        @Test
        void acceptedMessageShouldNotBeNoted() {
            client.send(ALICE, BOB, MESSAGE);

            assertThat(server.audited).isEmpty();
        }

        @Test
        void outageShouldNotBeNoted() {
            server.spool.fail(true);
            client.send(ALICE, BOB, MESSAGE);

            assertThat(server.audited).isEmpty();
        }

        @Test
        void commandOutOfPlaceShouldNotBeNoted() {
            client.command("RCPT TO:<" + BOB + ">");

            assertThat(server.audited).isEmpty();
        }

        @Test
        void loginShouldBeNoted() throws IOException {
            server.loggedIn();

            assertThat(audited().action()).isEqualTo(AuditAction.SMTP_LOGIN);
            assertThat(audited().outcome()).isEqualTo(AuditOutcome.SUCCESS);
            assertThat(audited().remoteAddress()).contains("127.0.0.1");
        }
    }

    @Nested
    class Metrics {
        @Test
        void acceptedMessageShouldBeCounted() {
            client.send(ALICE, BOB, MESSAGE);

            assertThat(server.metrics.countFor(SubmissionJournal.ACCEPTED_METRIC))
                    .isEqualTo(1);
        }

        @Test
        void repeatedMessageShouldBeCountedApart() {
            client.send(ALICE, BOB, MESSAGE);
            client.send(ALICE, BOB, MESSAGE);

            assertThat(server.metrics.countFor(SubmissionJournal.ACCEPTED_METRIC))
                    .isEqualTo(1);
            assertThat(server.metrics.countFor(SubmissionJournal.REPEATED_METRIC))
                    .isEqualTo(1);
        }

        @Test
        void refusalsShouldBeCountedByReason() {
            client.command("MAIL FROM:<" + BOB + ">");
            client.send(ALICE, "nobody@shared.localhost", MESSAGE);
            client.command("RSET");
            client.send(ALICE, BOB, FOREIGN);
            client.send(ALICE, BOB, MESSAGE);
            client.send(ALICE, BOB, MESSAGE.replace("Hi", "Ho"));
            server.refuseAtTheEnd(Optional.of(new SmtpReply("450", "4.7.1", "too much")));
            client.send(ALICE, BOB, MESSAGE.replace("k1", "k2"));

            assertThat(refused(RefusalReason.SENDER)).isEqualTo(2);
            assertThat(refused(RefusalReason.UNKNOWN_INBOX)).isEqualTo(1);
            assertThat(refused(RefusalReason.IDEMPOTENCY_KEY)).isEqualTo(1);
            assertThat(refused(RefusalReason.RATE_LIMIT)).isEqualTo(1);
            assertThat(refused(RefusalReason.PROTOCOL)).isZero();
        }

        @Test
        void stepsShouldBeTimed() {
            client.send(ALICE, BOB, MESSAGE);

            assertThat(List.of("SMTP-auth", "SMTP-mail", "SMTP-rcpt", "SMTP-data", "SMTP-policy", "SMTP-enqueue"))
                    .allSatisfy(step ->
                            assertThat(server.metrics.executionTimesFor(step)).hasSize(1));
        }
    }

    @Nested
    class Log {
        private String line() {
            assertThat(lines()).hasSize(1);
            return lines().get(0);
        }

        @Test
        void acceptedMessageShouldHaveOneLine() {
            String answer = client.send(ALICE, BOB, MESSAGE);

            String id = server.spool.mails().get(0).mail().getName();
            assertThat(line())
                    .matches("message accepted organization=" + server.acme.id() + " inbox=" + ALICE + " key="
                            + server.key.id() + " session=\\S+ message=" + id + " recipients=1 size="
                            + MESSAGE.length() + " reason=- answer=\"" + answer + "\"");
            assertThat(line()).doesNotContain("private");
        }

        @Test
        void refusedMessageShouldHaveOneLine() {
            client.send(ALICE, BOB, FOREIGN);

            assertThat(line())
                    .startsWith("message refused organization=" + server.acme.id())
                    .contains(" reason=sender answer=\"550 5.7.1 ")
                    .doesNotContain("private");
        }

        @Test
        void refusedRecipientShouldHaveOneLine() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<nobody@shared.localhost>");

            assertThat(line())
                    .startsWith("recipient refused organization=" + server.acme.id())
                    .contains(" recipient=nobody@shared.localhost reason=unknown_inbox answer=\"550 5.1.1 ");
        }
    }
}
