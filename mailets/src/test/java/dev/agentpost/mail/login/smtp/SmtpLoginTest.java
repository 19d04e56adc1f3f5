package dev.agentpost.mail.login.smtp;

import static dev.agentpost.mail.submission.smtp.SmtpClient.base64;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.SubmissionExtension;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product table, SMTP submission: "AUTH PLAIN and LOGIN" and the answers to them. */
class SmtpLoginTest {
    private static final String SUCCESS = "235 2.7.0 Authentication successful";
    private static final String BAD_CREDENTIALS = "535 5.7.8 Authentication credentials invalid";
    private static final String MISSING_SCOPE = "535 5.7.8 API key lacks scope messages:write";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;
    private String secret;

    @BeforeEach
    void connect() throws IOException {
        client = server.greeted();
        secret = server.secret.reveal();
    }

    private static String someSecret() {
        return ApiKeySecret.generate(new SecureRandom()).reveal();
    }

    @Nested
    class GoodCredentials {
        @Test
        void plainWithInitialResponseShouldLogIn() {
            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }

        @Test
        void plainWithoutInitialResponseShouldLogIn() {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("334");

            assertThat(client.command(base64("\0" + ALICE + "\0" + secret))).isEqualTo(SUCCESS);
        }

        @Test
        void loginShouldAskForBoth() {
            assertThat(client.command("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(client.command(base64(ALICE))).isEqualTo("334 UGFzc3dvcmQ6");

            assertThat(client.command(base64(secret))).isEqualTo(SUCCESS);
        }

        @Test
        void loginWithInitialResponseShouldAskForThePassword() {
            assertThat(client.command("AUTH LOGIN " + base64(ALICE))).isEqualTo("334 UGFzc3dvcmQ6");

            assertThat(client.command(base64(secret))).isEqualTo(SUCCESS);
        }

        @Test
        void mechanismShouldBeRecognizedInAnyCase() {
            assertThat(client.command("auth plain " + base64("\0" + ALICE + "\0" + secret)))
                    .isEqualTo(SUCCESS);
        }

        @Test
        void usernameShouldBeTakenInAnyCase() {
            assertThat(client.authPlain(ALICE.toUpperCase(Locale.ROOT), secret)).isEqualTo(SUCCESS);
        }

        @Test
        void whiteSpaceOfAPastedKeyShouldBeIgnored() {
            String pasted = " " + secret.substring(0, 20) + "\r\n" + secret.substring(20) + "\n";

            assertThat(client.authPlain(ALICE, pasted)).isEqualTo(SUCCESS);
        }

        @Test
        void authzidEqualToAuthcidShouldBeAccepted() {
            assertThat(client.command("AUTH PLAIN " + base64(ALICE + "\0" + ALICE + "\0" + secret)))
                    .isEqualTo(SUCCESS);
        }

        @Test
        void secondAuthShouldBeRefused() {
            client.authPlain(ALICE, secret);

            assertThat(client.authPlain(ALICE, secret)).startsWith("503 5.5.1 ");
        }

        @Test
        void authDuringAMailShouldBeRefused() {
            client.authPlain(ALICE, secret);
            client.command("MAIL FROM:<" + ALICE + ">");

            assertThat(client.authPlain(ALICE, secret)).startsWith("503 5.5.1 ");
        }

        @Test
        void pipelinedAuthShouldBeAnsweredInOrder() {
            client.sendRaw("AUTH LOGIN\r\n" + base64(ALICE) + "\r\n" + base64(secret) + "\r\nNOOP\r\n");

            assertThat(Stream.generate(client::read).limit(4))
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("334 "),
                            second -> assertThat(second).startsWith("334 "),
                            third -> assertThat(third).isEqualTo(SUCCESS),
                            fourth -> assertThat(fourth).startsWith("250 "));
        }
    }

    @Nested
    class BadCredentials {
        @Test
        void wrongSecretShouldBeRefused() {
            assertThat(client.authPlain(ALICE, someSecret())).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void unknownInboxShouldBeRefusedAlike() {
            assertThat(client.authPlain("nobody@" + SHARED_DOMAIN, secret)).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void keyOfAnotherOrganizationShouldBeRefusedAlike() {
            ApiKeySecret foreign = ApiKeySecret.generate(new SecureRandom());
            server.key(server.otherOrganization(), foreign, Scope.DEFAULT);

            assertThat(client.authPlain(ALICE, foreign.reveal())).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void revokedKeyShouldBeRefusedAlike() {
            server.keys
                    .revoke(server.acme.id(), server.key.id(), server.clock.instant())
                    .block();

            assertThat(client.authPlain(ALICE, secret)).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void expiredKeyShouldBeRefusedAlike() {
            assertThat(authWith(Set.of(), Set.of(), Optional.of(server.clock.instant())))
                    .isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void keyBoundToAnotherInboxShouldBeRefusedAlike() {
            assertThat(authWith(Set.of(server.bob.id()), Set.of(), Optional.empty()))
                    .isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void keyBoundToThisInboxShouldLogIn() {
            assertThat(authWith(Set.of(server.alice.id()), Set.of(), Optional.empty()))
                    .isEqualTo(SUCCESS);
        }

        @Test
        void keyBoundToAnotherNetworkShouldBeRefusedAlike() {
            assertThat(authWith(Set.of(), Set.of(CidrBlock.parse("192.0.2.0/24")), Optional.empty()))
                    .isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void keyBoundToThisNetworkShouldLogIn() {
            assertThat(authWith(Set.of(), Set.of(CidrBlock.parse("127.0.0.0/8")), Optional.empty()))
                    .isEqualTo(SUCCESS);
        }

        private String authWith(Set<InboxId> boundTo, Set<CidrBlock> allowedIps, Optional<Instant> expiresAt) {
            ApiKeySecret special = ApiKeySecret.generate(new SecureRandom());
            server.key(server.acme, special, Scope.DEFAULT, boundTo, allowedIps, expiresAt);
            return client.authPlain(ALICE, special.reveal());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "secret", "ap_sk_", "ünïcode"})
        void textThatIsNoSecretShouldBeRefusedAlike(String text) {
            assertThat(client.authPlain(ALICE, text)).isEqualTo(BAD_CREDENTIALS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "alice", "a@b@c", "@", "<" + ALICE + ">"})
        void textThatIsNoAddressShouldBeRefusedAlike(String text) {
            assertThat(client.authPlain(text, secret)).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void authzidOfAnotherInboxShouldBeRefusedAlike() {
            String other = SubmissionExtension.BOB;

            assertThat(client.command("AUTH PLAIN " + base64(other + "\0" + ALICE + "\0" + secret)))
                    .isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldSucceedAfterTwoFailures() {
            client.authPlain(ALICE, someSecret());
            client.authPlain(ALICE, someSecret());

            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }

        @Test
        void thirdFailureShouldEndTheConnection() {
            client.authPlain(ALICE, someSecret());
            client.authPlain(ALICE, someSecret());

            assertThat(client.authPlain(ALICE, someSecret())).startsWith("421 4.7.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void sameWrongSecretShouldCountOnce() {
            String wrong = someSecret();
            client.authPlain(ALICE, wrong);
            client.command("AUTH LOGIN " + base64(ALICE));
            client.command(base64(wrong));
            client.authPlain(ALICE, wrong);

            assertThat(client.authPlain(ALICE, wrong)).isEqualTo(BAD_CREDENTIALS);
            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }
    }

    @Nested
    class SameSecret {
        @Test
        void itShouldCountOnceWithWhateverName() {
            String wrong = someSecret();

            Stream.of(ALICE, ALICE.toUpperCase(Locale.ROOT), SubmissionExtension.BOB, "nobody@" + SHARED_DOMAIN)
                    .forEach(name -> assertThat(client.authPlain(name, wrong)).isEqualTo(BAD_CREDENTIALS));

            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }

        @Test
        void othersShouldCountBesideIt() {
            String wrong = someSecret();
            client.authPlain(ALICE, wrong);
            client.authPlain(ALICE, someSecret());
            assertThat(client.authPlain(ALICE, wrong)).isEqualTo(BAD_CREDENTIALS);

            assertThat(client.authPlain(ALICE, someSecret())).startsWith("421 4.7.0 ");
        }
    }

    @Nested
    class MissingScope {
        private final ApiKeySecret readOnly = ApiKeySecret.generate(new SecureRandom());

        @BeforeEach
        void makeKey() {
            server.key(server.acme, readOnly, Set.of(Scope.MESSAGES_READ));
        }

        @Test
        void keyWithoutMessagesWriteShouldBeToldSo() {
            assertThat(client.authPlain(ALICE, readOnly.reveal())).isEqualTo(MISSING_SCOPE);
        }

        @Test
        void missingScopeShouldNeverCountAsFailure() {
            Stream.generate(() -> client.authPlain(ALICE, readOnly.reveal()))
                    .limit(4)
                    .forEach(answer -> assertThat(answer).isEqualTo(MISSING_SCOPE));

            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }

        @Test
        void missingScopeShouldNotBeToldForAnInboxThatTheKeyDoesNotOpen() {
            assertThat(client.authPlain("nobody@" + SHARED_DOMAIN, readOnly.reveal()))
                    .isEqualTo(BAD_CREDENTIALS);
        }
    }

    @Nested
    class StoreDown {
        @Test
        void loginShouldBeRefusedForTheTimeBeing() {
            server.outage.begin(ApiKeyStore.class);

            assertThat(client.authPlain(ALICE, secret)).startsWith("454 4.7.0 ");
        }

        @Test
        void outageShouldNeverCountAsFailure() {
            server.outage.begin(ApiKeyStore.class);
            Stream.generate(() -> client.authPlain(ALICE, someSecret()))
                    .limit(4)
                    .forEach(answer -> assertThat(answer).startsWith("454 4.7.0 "));
            server.outage.end();

            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }
    }

    @Nested
    class MalformedExchange {
        @Test
        void cancelShouldLeadBackToCommands() {
            client.command("AUTH PLAIN");

            assertThat(client.command("*")).startsWith("501 5.7.0 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        @Test
        void malformedBase64ShouldLeadBackToCommands() {
            client.command("AUTH PLAIN");

            assertThat(client.command("!!!")).startsWith("501 5.5.2 ");
            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }

        @Test
        void malformedBase64OfAPasswordShouldLeadBackToCommands() {
            client.command("AUTH LOGIN");
            client.command(base64(ALICE));

            assertThat(client.command("%%%")).startsWith("501 5.5.2 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"!!!", "=", "YWxpY2U="})
        void malformedInitialResponseShouldBeRefused(String response) {
            assertThat(client.command("AUTH PLAIN " + response)).startsWith("501 5.5.2 ");
        }

        @Test
        void plainOfTwoPartsShouldBeRefused() {
            assertThat(client.command("AUTH PLAIN " + base64(ALICE + "\0" + secret)))
                    .startsWith("501 5.5.2 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"CRAM-MD5", "XOAUTH2", "EXTERNAL"})
        void unknownMechanismShouldBeRefused(String mechanism) {
            assertThat(client.command("AUTH " + mechanism)).startsWith("504 5.5.4 ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"AUTH", "AUTH PLAIN one two"})
        void wrongNumberOfArgumentsShouldBeRefused(String command) {
            assertThat(client.command(command)).startsWith("501 5.5.4 ");
        }

        @Test
        void longestLineOfTheStandardShouldBeRead() {
            client.command("AUTH PLAIN");

            assertThat(client.command("A".repeat(12_288))).startsWith("501 5.5.2 ");
        }

        @Test
        void oversizeLineShouldLeadBackToCommands() {
            client.command("AUTH PLAIN");

            assertThat(client.command("A".repeat(100_000))).startsWith("500 5.5.6 ");
            assertThat(client.authPlain(ALICE, secret)).isEqualTo(SUCCESS);
        }
    }

    @Nested
    class Revocation {
        @BeforeEach
        void logIn() {
            client.authPlain(ALICE, secret);
        }

        private void revoke() {
            server.keys
                    .revoke(server.acme.id(), server.key.id(), server.clock.instant())
                    .block();
            server.loginChanges.publish(new LoginChange.Key(server.key.id())).block();
        }

        @Test
        void idleSessionShouldBeEnded() {
            revoke();

            assertThat(client.read()).isEqualTo("421 4.7.0 API key revoked");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void messageUnderWayShouldNotBeDelivered() {
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");
            client.sendRaw("From: " + ALICE + "\r\n\r\nhalf of it\r\n");

            revoke();

            assertThat(client.read()).isEqualTo("421 4.7.0 API key revoked");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void messageInTheMiddleOfAcceptanceShouldBeAnsweredFirst() {
            server.spool.beforeEnqueue(this::revoke);

            String answer = client.send(ALICE, ALICE, "From: " + ALICE + "\r\n\r\nHi\r\n");

            assertThat(answer).startsWith("250 2.6.0 ");
            assertThat(client.read()).isEqualTo("421 4.7.0 API key revoked");
            assertThat(server.spool.mails()).hasSize(1);
        }

        @Test
        void sessionOfAnotherKeyShouldLiveOn() throws IOException {
            ApiKeySecret other = ApiKeySecret.generate(new SecureRandom());
            server.key(server.acme, other, Scope.DEFAULT);
            SmtpClient survivor = server.greeted();
            survivor.authPlain(ALICE, other.reveal());

            revoke();

            assertThat(survivor.command("NOOP")).startsWith("250 ");
        }

        @Test
        void closedSessionShouldNoLongerBeLive() {
            assertThat(server.liveSessions.all()).hasSize(1);

            client.close();

            await().untilAsserted(() -> assertThat(server.liveSessions.all()).isEmpty());
        }
    }
}
