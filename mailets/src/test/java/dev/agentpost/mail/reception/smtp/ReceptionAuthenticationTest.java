package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.BOB;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.mailauthentication.AuthenticationResults;
import dev.agentpost.mail.mailauthentication.CheckedMessage;
import dev.agentpost.mail.mailauthentication.DmarcVerdict;
import dev.agentpost.mail.mailauthentication.DmarcVerdict.Disposition;
import dev.agentpost.mail.mailauthentication.SpfVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import dev.agentpost.mail.reception.ReceptionAttributes;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mailet.AttributeUtils;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the verdicts do, and that nobody else waits for them. */
class ReceptionAuthenticationTest {
    private static final String HEADER = "From: " + OUTSIDER + "\r\nSubject: hi\r\n";
    private static final String MESSAGE = HEADER + "\r\n..Hi\r\n";

    private static AuthenticationResults dmarc(Verdict verdict, Disposition requested) {
        return new AuthenticationResults(
                new SpfVerdict(Verdict.FAIL, "example.com", false),
                List.of(),
                new DmarcVerdict(verdict, "example.com", requested));
    }

    @Nested
    class Reported {
        @RegisterExtension
        final ReceptionExtension server = new ReceptionExtension();

        private String attribute() {
            return AttributeUtils.getValueAndCastFromMail(
                            server.spool.mails().get(0).mail(),
                            ReceptionAttributes.AUTHENTICATION_RESULTS,
                            String.class)
                    .orElseThrow();
        }

        @Test
        void messageThatFailsShouldBeTakenWithItsVerdict() throws Exception {
            AuthenticationResults results = dmarc(Verdict.FAIL, Disposition.REJECT);
            server.authentication = message -> CompletableFuture.completedFuture(results);

            assertThat(server.greeted().send(OUTSIDER, ALICE, MESSAGE)).startsWith("250 ");
            assertThat(attribute()).isEqualTo(results.field("mail.example.org"));
        }

        @Test
        void withoutDnsNothingShouldBeSaidToBeFoundOut() throws Exception {
            server.greeted().send(OUTSIDER, ALICE, MESSAGE);

            assertThat(attribute()).isEqualTo("Authentication-Results: mail.example.org; none\r\n");
        }

        @Test
        void messageShouldBeCheckedAsItCame() throws Exception {
            List<String> seen = new CopyOnWriteArrayList<>();
            server.authentication = message -> CompletableFuture.supplyAsync(() -> {
                seen.add(text(message));
                return AuthenticationResults.NONE;
            });
            String header =
                    "Return-Path: <x@example.com>\r\nAuthentication-Results: mail.example.org; none\r\n" + HEADER;

            server.greeted().send(OUTSIDER, ALICE, header + "\r\n..Hi\r\n");

            assertThat(seen)
                    .containsExactly("127.0.0.1 client.example.com " + OUTSIDER + "\n" + header + "\r\n.Hi\r\n");
        }

        private String text(CheckedMessage message) {
            try (InputStream body = message.body().open()) {
                return message.client().getHostAddress() + " " + message.helloName() + " "
                        + message.sender().orElse("<>") + "\n"
                        + new String(message.section(), StandardCharsets.ISO_8859_1) + "\r\n"
                        + new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** "does not block other connections": there are four threads for all of them. */
        @Test
        void othersShouldNotWaitForACheck() throws Exception {
            CompletableFuture<AuthenticationResults> slow = new CompletableFuture<>();
            server.authentication = message -> slow.copy();
            List<SmtpClient> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(beginMessage());
            }

            assertThat(server.greeted().command("NOOP")).startsWith("250 ");
            assertThat(server.spool.mails()).isEmpty();

            slow.complete(AuthenticationResults.NONE);
            waiting.forEach(client -> assertThat(client.read()).startsWith("250 2.6.0 "));
            assertThat(server.spool.mails()).hasSize(8);
        }

        private SmtpClient beginMessage() throws Exception {
            SmtpClient client = server.greeted();
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");
            client.sendRaw(MESSAGE + ".\r\n");
            return client;
        }

        @Test
        void commandsBehindTheMessageShouldWaitForItsAnswer() throws Exception {
            CompletableFuture<AuthenticationResults> slow = new CompletableFuture<>();
            server.authentication = message -> slow.copy();
            SmtpClient client = beginMessage();
            client.sendRaw("NOOP\r\nMAIL FROM:<" + OUTSIDER + ">\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n");

            slow.complete(AuthenticationResults.NONE);

            assertThat(client.read()).startsWith("250 2.6.0 ");
            assertThat(client.read()).startsWith("250 2.0.0 ");
            assertThat(client.read()).startsWith("250 2.1.0 ");
            assertThat(client.read()).startsWith("250 2.1.5 ");
            assertThat(client.read()).startsWith("354 ");
            assertThat(client.command(MESSAGE + ".")).startsWith("250 2.6.0 ");
            assertThat(server.spool.mails()).hasSize(2);
        }

        @Test
        void checkThatFailsShouldBeATemporaryNo() throws Exception {
            server.authentication = message -> CompletableFuture.failedFuture(new IllegalStateException("no"));

            assertThat(server.greeted().send(OUTSIDER, ALICE, MESSAGE)).startsWith("451 4.3.0 ");
            assertThat(server.spool.mails()).isEmpty();
        }
    }

    @Nested
    class Honoured {
        @RegisterExtension
        final ReceptionExtension server = new ReceptionExtension().with("dmarcPolicy", "honour");

        private String send(Verdict verdict, Disposition requested) throws Exception {
            server.authentication = message -> CompletableFuture.supplyAsync(() -> dmarc(verdict, requested));
            return server.greeted().send(OUTSIDER, ALICE, MESSAGE);
        }

        @Test
        void messageThatItsDomainAsksToRejectShouldBeRefused() throws Exception {
            assertThat(send(Verdict.FAIL, Disposition.REJECT)).startsWith("550 5.7.1 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void refusalShouldStandInTheAuditTrail() throws Exception {
            send(Verdict.TEMPERROR, Disposition.NONE);
            assertThat(server.audited).isEmpty();

            send(Verdict.FAIL, Disposition.REJECT);

            assertThat(server.audited).singleElement().satisfies(event -> {
                assertThat(event.action()).isEqualTo(AuditAction.MESSAGE);
                assertThat(event.outcome()).isEqualTo(AuditOutcome.REFUSED);
                assertThat(event.inbox()).contains(ALICE);
                assertThat(event.remoteAddress()).contains("127.0.0.1");
                assertThat(event.reason().orElseThrow()).contains(OUTSIDER, "DMARC");
            });
        }

        @Test
        void refusalShouldBeOneEntryForAllRecipientsOfAnOrganization() throws Exception {
            server.authentication =
                    message -> CompletableFuture.supplyAsync(() -> dmarc(Verdict.FAIL, Disposition.REJECT));
            SmtpClient client = server.greeted();
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");

            client.command(MESSAGE + ".");

            assertThat(server.audited).singleElement().satisfies(event -> assertThat(event.inbox())
                    .contains(BOB));
        }

        @Test
        void messageThatCannotBeCheckedShouldComeAgain() throws Exception {
            assertThat(send(Verdict.TEMPERROR, Disposition.NONE)).startsWith("451 4.7.0 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void otherMessagesShouldBeTaken() throws Exception {
            assertThat(send(Verdict.FAIL, Disposition.QUARANTINE)).startsWith("250 ");
            assertThat(send(Verdict.FAIL, Disposition.NONE)).startsWith("250 ");
            assertThat(send(Verdict.PASS, Disposition.NONE)).startsWith("250 ");
            assertThat(send(Verdict.NONE, Disposition.NONE)).startsWith("250 ");
        }
    }
}
