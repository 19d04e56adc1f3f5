package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Keys;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal of the IMAP port, over TLS. */
class ImapRefusalsIT {
    private static final String BAD_CREDENTIALS = "NO [AUTHENTICATIONFAILED] ";

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
        assertThat(authenticate(alice)).startsWith("OK");
        assertThat(authenticatePlain("\0" + alice.email() + "\0" + alice.key())).startsWith("OK");
    }

    @Test
    void keyWithSpacesAroundAndInsideShouldLogIn() {
        String pasted = " " + alice.key().substring(0, 20) + "  " + alice.key().substring(20) + " ";

        assertThat(authenticate(alice.withKey(pasted))).startsWith("OK");
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
                        assertThat(authenticate(login)).as(what).startsWith("OK"));
    }

    @Test
    void authenticateShouldAnswerAsLoginDoes() {
        String wrong = authenticate(alice.withKey(Keys.unknown()));

        assertThat(authenticatePlain("\0" + alice.email() + "\0" + Keys.unknown()))
                .isEqualTo(wrong);
    }

    @Test
    void expiredKeyShouldBeRefused() {
        String inTenSeconds =
                Instant.now().plusSeconds(10).truncatedTo(ChronoUnit.MILLIS).toString();
        TestInbox login =
                alice.withKey(acme.createKey(Map.of("expires_at", inTenSeconds)).secret());

        assertThat(authenticate(login)).startsWith("OK");

        await().untilAsserted(() -> assertThat(authenticate(login)).startsWith(BAD_CREDENTIALS));
    }

    @Test
    void missingScopeShouldBeNamed() {
        String writer =
                acme.createKey(Map.of("scopes", List.of("messages:write"))).secret();

        assertThat(authenticate(alice.withKey(writer)))
                .isEqualTo("NO [AUTHORIZATIONFAILED] API key lacks scope messages:read");
    }

    @Test
    void suspendedOrganizationShouldBeRefused() {
        acme.patch(Map.of("status", "suspended"));

        await().untilAsserted(() ->
                assertThat(authenticate(alice)).isEqualTo("NO [AUTHORIZATIONFAILED] organization suspended"));
    }

    @Test
    void thirdFailureShouldGetItsAnswerThenByeThenTheClose() {
        try (ImapConnection imap = server.imap()) {
            assertThat(imap.authenticate(alice.withKey("first")).status()).startsWith(BAD_CREDENTIALS);
            assertThat(imap.authenticate(alice.withKey("second")).status()).startsWith(BAD_CREDENTIALS);

            assertThat(imap.authenticate(alice.withKey("third")).status()).startsWith(BAD_CREDENTIALS);

            assertThat(imap.readResponse()).startsWith("* BYE");
            assertThat(imap.readResponse()).isNull();
        }
    }

    @Test
    void sameWrongSecretAgainShouldCountOnce() {
        try (ImapConnection imap = server.imap()) {
            for (int i = 0; i < 5; i++) {
                assertThat(imap.authenticate(alice.withKey("wrong")).status()).startsWith(BAD_CREDENTIALS);
            }

            assertThat(imap.authenticate(alice).status()).startsWith("OK");
        }
    }

    @Test
    void missingScopeShouldNeverCountAsFailure() {
        TestInbox writer = alice.withKey(
                acme.createKey(Map.of("scopes", List.of("messages:write"))).secret());
        try (ImapConnection imap = server.imap()) {
            for (int i = 0; i < 5; i++) {
                assertThat(imap.authenticate(writer).status()).startsWith("NO [AUTHORIZATIONFAILED]");
            }

            assertThat(imap.authenticate(alice).status()).startsWith("OK");
        }
    }

    @Test
    void authzidOfAnotherShouldBeRefused() {
        TestInbox bob = acme.createInbox("bob");

        assertThat(authenticatePlain(bob.email() + "\0" + alice.email() + "\0" + alice.key()))
                .startsWith(BAD_CREDENTIALS);
    }

    @Test
    void authzidEqualToAuthcidShouldBeAccepted() {
        assertThat(authenticatePlain(alice.email() + "\0" + alice.email() + "\0" + alice.key()))
                .startsWith("OK");
    }

    @Test
    void malformedAuthenticateShouldBeRefusedWithoutHarm() {
        try (ImapConnection imap = server.imap()) {
            assertThat(imap.command("AUTHENTICATE PLAIN !!!").status()).startsWith("BAD");
            assertThat(imap.command("AUTHENTICATE PLAIN " + SmtpConnection.base64("no nul"))
                            .status())
                    .startsWith("BAD");
            assertThat(imap.command("AUTHENTICATE CRAM-MD5").status()).startsWith("NO");
            assertThat(imap.command("LOGIN").status()).startsWith("BAD");

            assertThat(imap.authenticate(alice).status()).startsWith("OK");
        }
    }

    @Test
    void commandsShouldNeedLogin() {
        try (ImapConnection imap = server.imap()) {
            assertThat(imap.command("SELECT INBOX").status()).matches("(NO|BAD).*");
        }
    }

    @Test
    void foldersOfAnotherInboxShouldNotBeReached() {
        TestInbox bob = acme.createInbox("bob");
        try (ImapConnection imap = server.imap(alice)) {
            for (String name : List.of(
                    "#user." + bob.email() + ".INBOX",
                    "#user." + bob.email().replace("@", "%40") + ".INBOX",
                    "#private." + bob.email() + ".INBOX",
                    bob.email() + ".INBOX")) {
                assertThat(imap.command("SELECT \"" + name + "\"").status()).startsWith("NO");
            }
            assertThat(imap.ok("LIST \"\" \"*\"").lines("LIST")).noneMatch(line -> line.contains(bob.email()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SETACL INBOX bob lr",
                "GETACL INBOX",
                "DELETEACL INBOX bob",
                "LISTRIGHTS INBOX bob",
                "MYRIGHTS INBOX"
            })
    void aclCommandsShouldBeRefused(String command) {
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(imap.command(command).status()).startsWith("BAD");
        }
    }

    @Test
    void capabilitiesShouldOfferNeitherStartTlsNorAcl() {
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(imap.ok("CAPABILITY").untagged().toString().toUpperCase(Locale.ROOT))
                    .contains("IMAP4REV1", "IDLE", "MOVE", "SPECIAL-USE", "CONDSTORE")
                    .doesNotContain("STARTTLS", " ACL", "LIST-MYRIGHTS", "RIGHTS=", "LOGINDISABLED");
            assertThat(imap.command("STARTTLS").status()).startsWith("BAD");
        }
    }

    private String authenticate(TestInbox login) {
        try (ImapConnection imap = server.imap()) {
            return imap.authenticate(login).status();
        }
    }

    private String authenticatePlain(String message) {
        try (ImapConnection imap = server.imap()) {
            return imap.command("AUTHENTICATE PLAIN " + SmtpConnection.base64(message))
                    .status();
        }
    }
}
