package dev.agentpost.mail.login.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static dev.agentpost.mail.mailaccess.imap.TestAccounts.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.mailaccess.imap.ImapClient;
import dev.agentpost.mail.mailaccess.imap.TestAccounts;
import dev.agentpost.mail.mailaccess.imap.TestImapServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows on login of the table in section 2, "IMAP", over TLS. */
class ImapLoginTest {
    private static final String BAD_CREDENTIALS = "NO [AUTHENTICATIONFAILED] invalid credentials";
    private static final String UNAVAILABLE = "NO [UNAVAILABLE] temporary failure, try again later";

    @TempDir
    static Path folder;

    private TestImapServer server;
    private TestAccounts accounts;
    private ImapClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
        accounts = server.accounts;
        client = server.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String secret) {
        return base64("\0" + ALICE.asString() + "\0" + secret);
    }

    private static String login(String secret) {
        return "LOGIN " + ALICE.asString() + " " + secret;
    }

    private String wrongSecret() {
        return accounts.unknownSecret().reveal();
    }

    /** Row "good key with messages:read". */
    @Nested
    class GoodKey {
        @Test
        void loginShouldSucceed() throws IOException {
            String status = client.status(login(accounts.aliceKey.text()));

            assertThat(status).isEqualTo("OK LOGIN completed.");
        }

        @Test
        void authenticateShouldSucceedWithAnInitialResponse() throws IOException {
            String status = client.status("AUTHENTICATE PLAIN " + plain(accounts.aliceKey.text()));

            assertThat(status).startsWith("OK");
        }

        @Test
        void authenticateShouldSucceedAfterAContinuation() throws IOException {
            String tag = client.start("AUTHENTICATE PLAIN");
            String continuation = client.readLine();
            client.send(plain(accounts.aliceKey.text()) + "\r\n");

            assertThat(continuation).startsWith("+");
            assertThat(client.finish(tag)).last().asString().startsWith("OK");
        }

        @Test
        void authenticateShouldAcceptAnAuthzidEqualToTheAuthcid() throws IOException {
            String response = base64(ALICE.asString() + "\0" + ALICE.asString() + "\0" + accounts.aliceKey.text());

            assertThat(client.status("AUTHENTICATE PLAIN " + response)).startsWith("OK");
        }

        @Test
        void loginShouldSucceedWithArgumentsAsLiterals() throws IOException {
            String tag = client.start("LOGIN {" + ALICE.asString().length() + "}");
            String first = client.readLine();
            client.send(ALICE.asString() + " {" + accounts.aliceKey.text().length() + "}\r\n");
            String second = client.readLine();
            client.send(accounts.aliceKey.text() + "\r\n");

            assertThat(List.of(first, second)).allMatch(line -> line.startsWith("+"));
            assertThat(client.finish(tag)).last().asString().startsWith("OK");
        }

        @Test
        void loginShouldSucceedWithLiteralsThatAreNotWaitedFor() throws IOException {
            String key = accounts.aliceKey.text();

            String status = client.status("LOGIN {" + ALICE.asString().length() + "+}\r\n" + ALICE.asString() + " {"
                    + key.length() + "+}\r\n" + key);

            assertThat(status).startsWith("OK");
        }

        @Test
        void loginShouldSucceedWithQuotedArguments() throws IOException {
            String status = client.status("LOGIN \"" + ALICE.asString() + "\" \" " + accounts.aliceKey.text() + " \"");

            assertThat(status).startsWith("OK");
        }

        @Test
        void sessionShouldSeeThatInboxAlone() throws Exception {
            server.deliver(BOB, "INBOX", "Subject: for Bob\r\n\r\nhi\r\n");
            client.command(login(accounts.aliceKey.text()));

            List<String> folders = client.command("LIST \"\" \"*\"");
            List<String> inbox = client.command("SELECT INBOX");
            String foreign = client.status("SELECT \"#user.bob.INBOX\"");

            assertThat(folders.stream().filter(line -> line.startsWith("* LIST")))
                    .hasSize(4);
            assertThat(inbox).contains("* 0 EXISTS");
            assertThat(foreign).startsWith("NO");
        }

        @Test
        void commandsPipelinedBehindTheLoginShouldBeCarriedOut() throws IOException {
            client.send("x1 " + login(accounts.aliceKey.text()) + "\r\nx2 SELECT INBOX\r\nx3 NOOP\r\n");

            assertThat(client.finish("x1")).last().asString().startsWith("OK");
            assertThat(client.finish("x2")).last().asString().startsWith("OK");
            assertThat(client.finish("x3")).last().asString().startsWith("OK");
        }
    }

    /** Row "bad credentials". */
    @Nested
    class BadCredentials {
        @Test
        void loginShouldBeRefusedWhenTheSecretIsWrong() throws IOException {
            assertThat(client.status(login(wrongSecret()))).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldBeRefusedWhenTheInboxIsUnknown() throws IOException {
            String status = client.status("LOGIN nobody@shared.localhost " + accounts.aliceKey.text());

            assertThat(status).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldBeRefusedWithAKeyOfAnotherOrganization() throws IOException {
            assertThat(client.status(login(accounts.foreignKey.text()))).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldBeRefusedWithAKeyBoundToAnotherInbox() throws IOException {
            TestAccounts.Key bobOnly =
                    accounts.key(accounts.acme.id(), Scope.DEFAULT, Set.of(accounts.bob.id()), Optional.empty());

            assertThat(client.status(login(bobOnly.text()))).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldBeRefusedWithAnExpiredKey() throws IOException {
            TestAccounts.Key expired =
                    accounts.key(accounts.acme.id(), Scope.DEFAULT, Set.of(), Optional.of(Instant.EPOCH));

            assertThat(client.status(login(expired.text()))).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldBeRefusedWithARevokedKey() throws IOException {
            accounts.revoke(accounts.aliceKey);

            assertThat(client.status(login(accounts.aliceKey.text()))).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void authenticateShouldBeRefusedWhenTheSecretIsWrong() throws IOException {
            assertThat(client.status("AUTHENTICATE PLAIN " + plain(wrongSecret())))
                    .isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void authenticateShouldBeRefusedForAnotherAuthzid() throws IOException {
            String response = base64(BOB.asString() + "\0" + ALICE.asString() + "\0" + accounts.aliceKey.text());

            assertThat(client.status("AUTHENTICATE PLAIN " + response)).isEqualTo(BAD_CREDENTIALS);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"\"", "\"a@b@c\"", "\"no address\"", "\"a\\\\b\"", "{3+}\r\na\0b", "{2+}\r\n\r\n"})
        void loginShouldBeRefusedWhenTheUsernameIsNoAddress(String username) throws IOException {
            String status = client.status("LOGIN " + username + " " + accounts.aliceKey.text());

            assertThat(status).isEqualTo(BAD_CREDENTIALS);
        }

        @Test
        void loginShouldSucceedAfterTwoFailures() throws IOException {
            client.command(login(wrongSecret()));
            client.command(login(wrongSecret()));

            assertThat(client.status(login(accounts.aliceKey.text()))).startsWith("OK");
        }

        @Test
        void thirdFailureShouldGetItsNoThenByeThenTheClose() throws IOException {
            client.command(login(wrongSecret()));
            client.command(login(wrongSecret()));
            String third = client.status(login(wrongSecret()));

            assertThat(third).isEqualTo(BAD_CREDENTIALS);
            assertThat(client.readLine()).startsWith("* BYE");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void sameWrongSecretShouldCountOnceWithWhateverName() throws IOException {
            String wrong = wrongSecret();
            for (String name : List.of(ALICE.asString(), BOB.asString(), "nobody@shared.localhost")) {
                assertThat(client.status("LOGIN " + name + " " + wrong)).isEqualTo(BAD_CREDENTIALS);
            }

            assertThat(client.status(login(accounts.aliceKey.text()))).startsWith("OK");
        }

        @Test
        void thirdFailureShouldCloseAfterAContinuationToo() throws IOException {
            client.command(login(wrongSecret()));
            client.command(login(wrongSecret()));
            String tag = client.start("AUTHENTICATE PLAIN");
            client.readLine();
            client.send(plain(wrongSecret()) + "\r\n");

            assertThat(client.finish(tag)).last().isEqualTo(BAD_CREDENTIALS);
            assertThat(client.readLine()).startsWith("* BYE");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void sameWrongSecretShouldCountOnce() throws IOException {
            String secret = wrongSecret();
            client.command("AUTHENTICATE PLAIN " + plain(secret));
            client.command(login(secret));
            client.command(login(secret));
            client.command(login(secret));

            assertThat(client.status(login(accounts.aliceKey.text()))).startsWith("OK");
        }
    }

    /** Row "valid key without messages:read". */
    @Nested
    class MissingScope {
        private static final String ANSWER = "NO [AUTHORIZATIONFAILED] API key lacks scope messages:read";

        @Test
        void loginShouldSaySo() throws IOException {
            assertThat(client.status(login(accounts.writeOnlyKey.text()))).isEqualTo(ANSWER);
        }

        @Test
        void authenticateShouldSaySo() throws IOException {
            assertThat(client.status("AUTHENTICATE PLAIN " + plain(accounts.writeOnlyKey.text())))
                    .isEqualTo(ANSWER);
        }

        @Test
        void missingScopeShouldNeverCount() throws IOException {
            for (int i = 0; i < 5; i++) {
                assertThat(client.status(login(accounts.writeOnlyKey.text()))).isEqualTo(ANSWER);
            }

            assertThat(client.status(login(accounts.aliceKey.text()))).startsWith("OK");
        }
    }

    /** Row "store down". */
    @Nested
    class StoreDown {
        @Test
        void loginShouldBeRefusedForNow() throws IOException {
            accounts.setStoreDown(true);

            assertThat(client.status(login(accounts.aliceKey.text()))).isEqualTo(UNAVAILABLE);
        }

        @Test
        void authenticateShouldBeRefusedForNow() throws IOException {
            accounts.setStoreDown(true);
            String tag = client.start("AUTHENTICATE PLAIN");
            client.readLine();
            client.send(plain(accounts.aliceKey.text()) + "\r\n");

            assertThat(client.finish(tag)).last().isEqualTo(UNAVAILABLE);
        }

        @Test
        void outageShouldNeverCount() throws IOException {
            accounts.setStoreDown(true);
            for (int i = 0; i < 5; i++) {
                client.command(login(wrongSecret()));
            }
            accounts.setStoreDown(false);

            assertThat(client.status(login(accounts.aliceKey.text()))).startsWith("OK");
        }
    }

    @Nested
    class SuspendedOrganization {
        @Test
        void loginShouldSaySo() throws IOException {
            accounts.suspend(accounts.acme);

            String status = client.status(login(accounts.aliceKey.text()));

            assertThat(status).isEqualTo("NO [AUTHORIZATIONFAILED] organization suspended");
        }

        @Test
        void liveSessionShouldBeEnded() throws IOException {
            client.command(login(accounts.aliceKey.text()));

            accounts.suspend(accounts.acme);

            assertThat(client.readLine()).isEqualTo("* BYE organization suspended");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Nested
    class Revocation {
        @Test
        void idlingSessionShouldBeEnded() throws IOException {
            client.command(login(accounts.aliceKey.text()));
            client.command("SELECT INBOX");
            client.start("IDLE");
            client.readLine();

            accounts.revoke(accounts.aliceKey);

            assertThat(client.readLine()).isEqualTo("* BYE API key revoked");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void sessionOfAnotherKeyShouldLiveOn() throws IOException {
            client.command(login(accounts.aliceKey.text()));

            accounts.revoke(accounts.readKey);

            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void closedSessionShouldBeForgotten() throws IOException {
            client.command(login(accounts.aliceKey.text()));
            assertThat(accounts.liveSessions.all()).hasSize(1);

            client.close();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(accounts.liveSessions.all()).isEmpty());
        }
    }

    @Nested
    class MalformedAuthenticate {
        @ParameterizedTest
        @ValueSource(strings = {"!!!", "YQ==", "=", "AGEAYgBj", "/w=="})
        void initialResponseShouldBeBad(String response) throws IOException {
            assertThat(client.status("AUTHENTICATE PLAIN " + response)).startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(strings = {"!!!", "", "*", "AGEA AGEA"})
        void continuationShouldBeBad(String response) throws IOException {
            String tag = client.start("AUTHENTICATE PLAIN");
            client.readLine();
            client.send(response + "\r\n");

            assertThat(client.finish(tag)).last().asString().startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void otherMechanismShouldBeRefused() throws IOException {
            assertThat(client.status("AUTHENTICATE CRAM-MD5")).startsWith("NO");
        }
    }
}
