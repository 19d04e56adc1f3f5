package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each refusal of the submission port, over TLS, code and enhanced code. */
class SmtpRefusalsIT {
    private static final String BAD_CREDENTIALS = "535 5.7.8 ";

    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
    }

    @Test
    void goodKeyShouldLogIn() {
        assertThat(authenticate(alice)).startsWith("235 2.7.0 ");
    }

    @Test
    void keyWithSpacesAndLineBreaksAroundAndInsideShouldLogIn() {
        String pasted =
                "  " + alice.key().substring(0, 20) + "\r\n " + alice.key().substring(20) + "\n";

        assertThat(authenticate(alice.withKey(pasted))).startsWith("235 2.7.0 ");
    }

    @Test
    void badCredentialsShouldHaveOneIdenticalAnswer() {
        LoginCases cases = LoginCases.of(server, acme, alice);

        String wrong = authenticate(alice.withKey(Keys.unknown()));

        assertThat(wrong).startsWith(BAD_CREDENTIALS);
        assertThat(cases.bad())
                .allSatisfy((what, login) ->
                        assertThat(authenticate(login)).as(what).isEqualTo(wrong));
        assertThat(cases.good())
                .allSatisfy((what, login) ->
                        assertThat(authenticate(login)).as(what).startsWith("235 2.7.0 "));
    }

    @Test
    void expiredKeyShouldBeRefused() {
        TestKey shortLived = acme.createKey(Map.of("expires_at", inTenSeconds()));
        TestInbox login = alice.withKey(shortLived.secret());

        assertThat(authenticate(login)).startsWith("235");

        await().untilAsserted(() -> assertThat(authenticate(login)).startsWith(BAD_CREDENTIALS));
    }

    @Test
    void missingScopeShouldBeNamed() {
        String reader =
                acme.createKey(Map.of("scopes", List.of("messages:read"))).secret();

        assertThat(authenticate(alice.withKey(reader))).isEqualTo("535 5.7.8 API key lacks scope messages:write");
    }

    @Test
    void missingScopeShouldNotBeToldToAnotherOrganization() {
        TestOrganization other = server.admin().createOrganization("Other");
        String reader =
                other.createKey(Map.of("scopes", List.of("messages:read"))).secret();

        assertThat(authenticate(alice.withKey(reader)))
                .startsWith(BAD_CREDENTIALS)
                .doesNotContain("scope");
    }

    @Test
    void thirdFailureShouldEndTheConnection() {
        try (SmtpConnection smtp = greeted()) {
            assertThat(smtp.authenticate(alice.withKey("first"))).startsWith(BAD_CREDENTIALS);
            assertThat(smtp.authenticate(alice.withKey("second"))).startsWith(BAD_CREDENTIALS);

            assertThat(smtp.authenticate(alice.withKey("third"))).startsWith("421 4.7.0 ");

            assertThat(smtp.readReply()).isEmpty();
        }
    }

    @Test
    void sameWrongSecretAgainShouldCountOnce() {
        try (SmtpConnection smtp = greeted()) {
            for (int i = 0; i < 5; i++) {
                assertThat(smtp.authenticate(alice.withKey("wrong"))).startsWith(BAD_CREDENTIALS);
            }

            assertThat(smtp.authenticate(alice)).startsWith("235");
        }
    }

    @Test
    void missingScopeShouldNeverCountAsFailure() {
        TestInbox reader = alice.withKey(
                acme.createKey(Map.of("scopes", List.of("messages:read"))).secret());
        try (SmtpConnection smtp = greeted()) {
            for (int i = 0; i < 5; i++) {
                assertThat(smtp.authenticate(reader)).startsWith("535 5.7.8 API key lacks scope");
            }

            assertThat(smtp.authenticate(alice)).startsWith("235");
        }
    }

    @Test
    void authzidOfAnotherShouldBeRefused() {
        TestInbox bob = acme.createInbox("bob");

        assertThat(plain(bob.email() + "\0" + alice.email() + "\0" + alice.key()))
                .startsWith(BAD_CREDENTIALS);
    }

    @Test
    void authzidEqualToAuthcidShouldBeAccepted() {
        assertThat(plain(alice.email() + "\0" + alice.email() + "\0" + alice.key()))
                .startsWith("235");
    }

    @Test
    void authLoginShouldWork() {
        try (SmtpConnection smtp = greeted()) {
            assertThat(smtp.command("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(smtp.command(SmtpConnection.base64(alice.email()))).isEqualTo("334 UGFzc3dvcmQ6");
            assertThat(smtp.command(SmtpConnection.base64(alice.key()))).startsWith("235 2.7.0 ");
        }
    }

    @Test
    void malformedAuthShouldBeRefusedWithoutHarm() {
        try (SmtpConnection smtp = greeted()) {
            assertThat(smtp.command("AUTH")).startsWith("501 5.5.4 ");
            assertThat(smtp.command("AUTH CRAM-MD5")).startsWith("504 5.5.4 ");
            assertThat(smtp.command("AUTH PLAIN !!!")).startsWith("501 5.5.2 ");
            assertThat(smtp.command("AUTH PLAIN " + SmtpConnection.base64("no nul")))
                    .startsWith("501 5.5.2 ");
            assertThat(smtp.command("AUTH LOGIN")).startsWith("334 ");
            assertThat(smtp.command("*")).startsWith("501 ");

            assertThat(smtp.authenticate(alice)).startsWith("235");
        }
    }

    @Test
    void mailShouldNeedLogin() {
        try (SmtpConnection smtp = greeted()) {
            assertThat(smtp.command("MAIL FROM:<" + alice.email() + ">")).startsWith("530 5.7.0 ");
        }
    }

    @Test
    void senderOfAnotherInboxShouldBeRefused() {
        TestInbox bob = acme.createInbox("bob");

        assertThat(submit(bob.email(), message(bob.email()))).startsWith("550 5.7.1 ");
    }

    @Test
    void fromOfAnotherInboxShouldBeRefused() {
        TestInbox bob = acme.createInbox("bob");

        assertThat(submit(alice.email(), message(bob.email()))).startsWith("550 5.7.1 ");
        assertThat(submit(alice.email(), message(alice.email() + ", " + bob.email())))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void senderFieldOfAnotherShouldBeRefused() {
        String message = Messages.withFields(
                "sender", List.of("From: " + alice.email(), "Sender: boss@example.com", "To: " + alice.email()));

        assertThat(submit(alice.email(), message)).startsWith("550 5.7.1 ");
    }

    @Test
    void messageWithoutOneFromShouldBeRefused() {
        String none = Messages.withFields("none", List.of("To: " + alice.email()));
        String two = Messages.withFields("two", List.of("From: " + alice.email(), "From: " + alice.email()));

        assertThat(submit(alice.email(), none)).startsWith("550 5.7.1 ");
        assertThat(submit(alice.email(), two)).startsWith("550 5.7.1 ");
    }

    @Test
    void emptySenderShouldBeRefusedForOrdinaryMail() {
        assertThat(submit("", message(alice.email()))).startsWith("550 5.7.1 ");
    }

    @Test
    void unknownInboxOfLocalDomainShouldBeRefused() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");

            assertThat(smtp.command("RCPT TO:<nobody-abc123@shared.localhost>")).startsWith("550 5.1.1 ");
            assertThat(smtp.command("RCPT TO:<malformed@>")).startsWith("501 5.1.3 ");
            // others go on
            assertThat(smtp.command("RCPT TO:<" + alice.email() + ">")).startsWith("250 ");
        }
    }

    @Test
    void tooManyRecipientsShouldBeRefused() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            for (int i = 0; i < 100; i++) {
                assertThat(smtp.command("RCPT TO:<customer" + i + "@example.com>"))
                        .startsWith("250 ");
            }

            assertThat(smtp.command("RCPT TO:<customer100@example.com>")).startsWith("452 4.5.3 ");
            assertThat(smtp.command("DATA")).startsWith("354 ");
            assertThat(smtp.command(message(alice.email()) + ".")).startsWith("250 2.6.0 ");
        }
    }

    @Test
    void tooLargeMailShouldBeRefusedAtMail() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            assertThat(smtp.ehlo()).contains("SIZE 73400320");
            assertThat(smtp.command("MAIL FROM:<" + alice.email() + "> SIZE=73400321"))
                    .startsWith("552 5.3.4 ");
        }
    }

    @Test
    void longLineShouldBeAcceptedWhole() {
        String message = message(alice.email()) + "x".repeat(1_000_000) + "\r\n";

        assertThat(submit(alice.email(), message)).startsWith("250 2.6.0 ");
    }

    @Test
    void bareLineFeedShouldBeRefused() {
        String smuggled = message(alice.email()) + "\n.\nMAIL FROM:<" + alice.email() + ">\nRCPT TO:<" + alice.email()
                + ">\nDATA\n";

        assertThat(submit(alice.email(), smuggled)).startsWith("554 5.5.2 ");
        assertThat(submit(alice.email(), smuggled.replaceAll("(?<!\r)\n", "\r\n")))
                .startsWith("250 2.6.0 ");
    }

    @Test
    void suspendedOrganizationShouldBeRefusedAtMail() {
        acme.patch(Map.of("status", "suspended"));
        try (SmtpConnection smtp = greeted()) {
            await().untilAsserted(() -> assertThat(mailAfterLogin()).isEqualTo("550 5.7.1 organization suspended"));
        }
    }

    @Test
    void pausedInboxShouldBeRefusedAtMail() {
        acme.patchInbox(alice.email(), Map.of("send_paused", true));

        await().untilAsserted(() ->
                assertThat(mailAfterLogin()).startsWith("550 5.7.1 ").contains("paused"));
    }

    @Test
    void unpausedInboxShouldSendAgain() {
        acme.patchInbox(alice.email(), Map.of("send_paused", true));
        await().untilAsserted(() -> assertThat(mailAfterLogin()).startsWith("550 5.7.1 "));

        acme.patchInbox(alice.email(), Map.of("send_paused", false));

        await().untilAsserted(() -> assertThat(mailAfterLogin()).startsWith("250 "));
    }

    @Test
    void ehloShouldOfferNoStartTls() {
        try (SmtpConnection smtp = server.smtp()) {
            assertThat(smtp.ehlo()).contains("AUTH PLAIN LOGIN").doesNotContainIgnoringCase("STARTTLS");
            assertThat(smtp.command("STARTTLS")).startsWith("50");
        }
    }

    @Test
    void ehloShouldBeRefusedOnlyWhenEmptyOrTooLong() {
        try (SmtpConnection smtp = server.smtp()) {
            assertThat(smtp.command("EHLO")).startsWith("501 ");
            assertThat(smtp.command("EHLO " + "a".repeat(256))).startsWith("501 ");
            assertThat(smtp.command("EHLO my_laptop (at home)")).startsWith("250");
        }
    }

    private SmtpConnection greeted() {
        SmtpConnection smtp = server.smtp();
        smtp.ehlo();
        return smtp;
    }

    private String authenticate(TestInbox login) {
        try (SmtpConnection smtp = greeted()) {
            return smtp.authenticate(login);
        }
    }

    private String plain(String message) {
        try (SmtpConnection smtp = greeted()) {
            return smtp.command("AUTH PLAIN " + SmtpConnection.base64(message));
        }
    }

    private String mailAfterLogin() {
        try (SmtpConnection smtp = server.smtp(alice)) {
            return smtp.command("MAIL FROM:<" + alice.email() + ">");
        }
    }

    private String submit(String from, String message) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            return smtp.submit(from, List.of(alice.email()), message);
        }
    }

    private String message(String from) {
        return Messages.message(from, alice.email(), "refused");
    }

    private static String inTenSeconds() {
        return Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
