package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row "recipient blocked by a rule" of the table in section 3, "SMTP submission", and the paragraph "Filter rules". */
class FilterRuleIT {
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);

    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox alice;
    private TestInbox bob;
    private TestInbox carol;

    @BeforeEach
    void createInboxes() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
        carol = acme.createInbox("carol");
    }

    private String block(String direction, String matchType, String value) {
        return acme.createRule(
                Map.of("direction", direction, "action", "block", "match_type", matchType, "value", value));
    }

    private static String rcpt(SmtpConnection smtp, TestInbox recipient) {
        return smtp.command("RCPT TO:<" + recipient.email() + ">");
    }

    /** Carol is a hidden recipient: she stands in no field of the message. */
    @Test
    void blockedRecipientShouldBeRefusedWhileHiddenAndOtherOnesAreReached() {
        String rule = block("send", "address", bob.email());
        String subject = Messages.uniqueSubject("without bob");
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");

            assertThat(rcpt(smtp, bob)).startsWith("550 5.7.1 ").contains(rule, "address " + bob.email());
            assertThat(rcpt(smtp, alice)).startsWith("250 ");
            assertThat(rcpt(smtp, carol)).startsWith("250 ");
            assertThat(smtp.command("DATA")).startsWith("354 ");
            assertThat(smtp.command(Messages.message(alice.email(), bob.email(), subject) + "."))
                    .startsWith("250 2.6.0 ");
        }

        awaitMail(carol, subject);
        awaitMail(alice, subject);
        assertNoMail(bob, subject);
    }

    @Test
    void blockedHiddenRecipientShouldBeRefused() {
        block("send", "address", carol.email());
        String subject = Messages.uniqueSubject("bcc");
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");

            assertThat(rcpt(smtp, bob)).startsWith("250 ");
            assertThat(rcpt(smtp, carol)).startsWith("550 5.7.1 ");
            smtp.command("DATA");
            assertThat(smtp.command(Messages.message(alice.email(), bob.email(), subject) + "."))
                    .startsWith("250 2.6.0 ");
        }

        awaitMail(bob, subject);
        assertNoMail(carol, subject);
    }

    /** "Changes apply everywhere within 2 seconds", in a session that is open. */
    @Test
    void ruleShouldComeIntoForceAndGoInAnOpenSession() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            assertThat(rcpt(smtp, bob)).startsWith("250 ");

            String rule = block("send", "domain", bob.email().replaceAll(".*@", ""));
            await().atMost(IN_FORCE_WITHIN)
                    .untilAsserted(() -> assertThat(rcpt(smtp, bob)).startsWith("550 5.7.1 "));

            acme.deleteRule(rule);
            await().atMost(IN_FORCE_WITHIN)
                    .untilAsserted(() -> assertThat(rcpt(smtp, bob)).startsWith("250 "));
        }
    }

    @Test
    void allowListShouldHoldUntilItsLastRuleIsGone() {
        String rule = acme.createRule(
                Map.of("direction", "send", "action", "allow", "match_type", "domain", "value", "example.com"));
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            assertThat(rcpt(smtp, bob)).startsWith("550 5.7.1 ").contains("no allow rule");
            assertThat(smtp.command("RCPT TO:<customer@example.com>")).startsWith("250 ");

            acme.deleteRule(rule);

            await().atMost(IN_FORCE_WITHIN)
                    .untilAsserted(() -> assertThat(rcpt(smtp, bob)).startsWith("250 "));
        }
    }

    /** Mail between inboxes of one server is received, too. */
    @Test
    void senderShouldBeRefusedByTheRulesOfTheRecipient() {
        acme.createRule(Map.of(
                "direction",
                "receive",
                "action",
                "block",
                "match_type",
                "address",
                "value",
                alice.email(),
                "inbox",
                bob.email()));
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.tagged("sales").email() + ">");

            assertThat(rcpt(smtp, bob)).startsWith("550 5.7.1 ");
            assertThat(rcpt(smtp, carol)).startsWith("250 ");
        }
    }

    /**
     * Mail that an operator puts back into the queue does not come by RCPT. It is put back until the minute is over for
     * which what RCPT said still holds.
     */
    @Test
    void mailThatIsPutBackShouldBeKeptAsBlockedUntilTheRuleIsGone() {
        String id = submit("customer@example.com");
        await().untilAsserted(() -> assertThat(mailsIn("sink")).contains(id));
        String rule = block("send", "domain", "example.com");

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    putBack("sink", id);
                    assertThat(mailsIn("blocked")).contains(id);
                });
        acme.deleteRule(rule);
        putBack("blocked", id);
        await().untilAsserted(() -> assertThat(mailsIn("sink")).contains(id));
    }

    private String submit(String recipient) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            String accepted = smtp.submit(
                    alice.email(),
                    List.of(recipient),
                    Messages.message(alice.email(), recipient, Messages.uniqueSubject("to be put back")));
            return accepted.replaceAll("250 2\\.6\\.0 (\\S+) accepted", "$1");
        }
    }

    private String mailsIn(String repository) {
        return server.admin().get("/mailRepositories/" + repository + "/mails").toString();
    }

    /** By the name that it has there now: a mail that comes back has another. */
    private void putBack(String repository, String id) {
        Pattern.compile(id + "[^\"]*").matcher(mailsIn(repository)).results().forEach(mail -> server.admin()
                .send(
                        "PATCH",
                        "/mailRepositories/" + repository + "/mails/" + mail.group()
                                + "?action=reprocess&processor=transport",
                        ""));
    }

    private void awaitMail(TestInbox inbox, String subject) {
        try (ImapConnection imap = server.imap(inbox)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
        }
    }

    private void assertNoMail(TestInbox inbox, String subject) {
        try (ImapConnection imap = server.imap(inbox)) {
            assertThat(imap.count("INBOX", subject)).isZero();
        }
    }
}
