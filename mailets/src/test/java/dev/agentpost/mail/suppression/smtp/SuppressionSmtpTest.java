package dev.agentpost.mail.suppression.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.SubmissionExtension;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.SuppressionStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Product, outbound: "Hard bounces become suppression entries that refuse the next send at RCPT". */
class SuppressionSmtpTest {
    private static final EnvelopeAddress BOUNCED = EnvelopeAddress.parse(OUTSIDER);

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void begin() throws IOException {
        client = server.loggedIn();
        client.command("MAIL FROM:<" + ALICE + ">");
    }

    private void suppress(Organization organization, String reason) {
        server.suppressions
                .add(new Suppression(
                        organization.id(),
                        BOUNCED,
                        "5.1.1",
                        reason,
                        Optional.empty(),
                        Instant.parse("2026-11-21T10:00:00Z")))
                .block();
    }

    private String rcpt(String address) {
        return client.command("RCPT TO:<" + address + ">");
    }

    @Test
    void answerShouldSayWhyAndHowToSendAgain() {
        suppress(server.acme, "550 5.1.1 no such user");

        assertThat(rcpt("Customer@EXAMPLE.com"))
                .isEqualTo("550 5.1.1 Suppressed since 2026-11-21T10:00:00Z, when it bounced with:"
                        + " 550 5.1.1 no such user (to send again: agentpost suppression remove ADDRESS)");
    }

    @Test
    void answerShouldBeOneLineOfSmtpWhateverTheServerSaid() {
        suppress(server.acme, "550 5.1.1 \r\n" + "é".repeat(2000));

        assertThat(rcpt(OUTSIDER)).startsWith("550 5.1.1 Suppressed").hasSizeLessThan(500);
    }

    @Test
    void otherRecipientsShouldGoOn() {
        suppress(server.acme, "550 5.1.1 no such user");
        assertThat(rcpt(OUTSIDER)).startsWith("550 5.1.1 ");
        assertThat(rcpt("customer+tag@example.com")).startsWith("250 ");
        client.command("DATA");

        assertThat(client.command("From: " + ALICE + "\r\n\r\nHi\r\n.")).startsWith("250 2.6.0 ");

        assertThat(server.spool.mails().get(0).recipients()).containsExactly("customer+tag@example.com");
    }

    @Test
    void addressShouldBeAcceptedOnceItIsRemoved() {
        suppress(server.acme, "550 5.1.1 no such user");
        assertThat(rcpt(OUTSIDER)).startsWith("550 5.1.1 ");

        server.suppressions.remove(server.acme.id(), BOUNCED).block();

        assertThat(rcpt(OUTSIDER)).startsWith("250 2.1.5 ");
    }

    @Test
    void anotherOrganizationShouldNotBeConcerned() {
        suppress(server.otherOrganization(), "550 5.1.1 no such user");

        assertThat(rcpt(OUTSIDER)).startsWith("250 2.1.5 ");
    }

    /** "A dependency that is down" is never a pass. */
    @Test
    void storeThatIsDownShouldBeATemporaryFailure() {
        server.outage.begin(SuppressionStore.class);
        assertThat(rcpt(OUTSIDER)).startsWith("451 4.3.0 ");

        server.outage.end();

        assertThat(rcpt(OUTSIDER)).startsWith("250 2.1.5 ");
    }

    @Test
    void refusalShouldBeInTheAuditTrail() {
        suppress(server.acme, "550 5.1.1 no such user");

        rcpt(OUTSIDER);

        assertThat(server.audited)
                .anySatisfy(event -> assertThat(event.reason().orElse("")).contains("Suppressed", OUTSIDER));
    }
}
