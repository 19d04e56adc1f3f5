package dev.agentpost.mail.login.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static dev.agentpost.mail.mailaccess.imap.TestAccounts.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.mailaccess.imap.ImapClient;
import dev.agentpost.mail.mailaccess.imap.TestAccounts;
import dev.agentpost.mail.mailaccess.imap.TestImapServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row "inbox already holds its number of connections" of the table in section 2, "IMAP", over TLS. */
class ImapConnectionLimitTest {
    private static final String REFUSED = "NO [LIMIT] this inbox holds 3 of 3 allowed IMAP connections:"
            + " close one and try again, or ask for a higher limit";

    @TempDir
    static Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestImapServer server;
    private TestAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
        accounts = server.accounts;
        limit(3);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        server.close();
    }

    private void limit(int connections) {
        server.limits
                .change(accounts.acme.id(), accounts.alice.id(), Optional.of(new ConnectionLimit(connections)))
                .block();
    }

    private ImapClient connect() throws IOException {
        ImapClient client = server.connect();
        open.add(client);
        return client;
    }

    private String login() {
        return "LOGIN " + ALICE.asString() + " " + accounts.aliceKey.text();
    }

    private String authenticate() {
        String response = "\0" + ALICE.asString() + "\0" + accounts.aliceKey.text();
        return "AUTHENTICATE PLAIN " + Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));
    }

    private List<ImapClient> fill() throws IOException {
        List<ImapClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ImapClient client = connect();
            assertThat(client.status(login())).startsWith("OK");
            clients.add(client);
        }
        return clients;
    }

    private void awaitHeld(int connections) {
        await().untilAsserted(() -> assertThat(server.heldConnections()).isEqualTo(connections));
    }

    @Nested
    class AtTheLimit {
        @Test
        void loginShouldNameBothNumbers() throws IOException {
            fill();

            assertThat(connect().status(login())).isEqualTo(REFUSED);
        }

        @Test
        void authenticateShouldNameBothNumbers() throws IOException {
            fill();

            assertThat(connect().status(authenticate())).isEqualTo(REFUSED);
        }

        @Test
        void refusalShouldBeInTheAuditTrail() throws IOException {
            fill();
            connect().status(login());

            List<AuditEvent> noted = accounts.audited();
            assertThat(noted).extracting(AuditEvent::action).containsOnly(AuditAction.IMAP_LOGIN);
            assertThat(noted)
                    .extracting(AuditEvent::outcome)
                    .containsExactly(
                            AuditOutcome.SUCCESS, AuditOutcome.SUCCESS, AuditOutcome.SUCCESS, AuditOutcome.REFUSED);
            assertThat(noted.get(3).reason()).contains("holds 3 of 3 IMAP connections");
            assertThat(noted.get(3).remoteAddress()).contains("127.0.0.1");
        }

        @Test
        void refusedConnectionShouldBeAbleToTryAgain() throws IOException {
            List<ImapClient> clients = fill();
            ImapClient late = connect();
            for (int i = 0; i < 5; i++) {
                assertThat(late.status(login())).isEqualTo(REFUSED);
            }

            clients.get(0).close();
            awaitHeld(2);

            assertThat(late.status(login())).startsWith("OK");
        }

        @Test
        void otherInboxShouldBeServed() throws IOException {
            fill();

            assertThat(connect().status("LOGIN " + BOB.asString() + " " + accounts.aliceKey.text()))
                    .startsWith("OK");
        }

        @Test
        void otherKeyOfTheSameInboxShouldBeRefused() throws IOException {
            fill();

            assertThat(connect().status("LOGIN " + ALICE.asString() + " " + accounts.readKey.text()))
                    .isEqualTo(REFUSED);
        }

        @Test
        void raisedLimitShouldHoldAtOnce() throws IOException {
            fill();
            limit(4);

            assertThat(connect().status(login())).startsWith("OK");
        }

        @Test
        void loweredLimitShouldEndNobody() throws IOException {
            List<ImapClient> clients = fill();
            limit(1);

            assertThat(connect().status(login())).contains("holds 3 of 1 allowed");
            assertThat(clients.get(0).status("NOOP")).startsWith("OK");
        }
    }

    @Nested
    class FreedSlot {
        @Test
        void logoutShouldFreeIt() throws IOException {
            List<ImapClient> clients = fill();
            clients.get(0).command("LOGOUT");

            assertThat(connect().status(login())).startsWith("OK");
        }

        @Test
        void closeShouldFreeIt() throws IOException {
            fill().get(0).close();

            awaitHeld(2);
        }

        @Test
        void resetShouldFreeIt() throws Exception {
            fill().get(0).close();
            awaitHeld(2);
            SSLSocket socket = server.socket();
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(("a1 " + login() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            awaitHeld(3);

            socket.close();

            awaitHeld(2);
        }

        @Test
        void brokenTlsShouldFreeIt() throws Exception {
            fill().get(0).close();
            awaitHeld(2);
            try (java.net.Socket plain = new java.net.Socket("127.0.0.1", server.port());
                    SSLSocket tls = server.socketOver(plain)) {
                tls.getOutputStream().write(("a1 " + login() + "\r\n").getBytes(StandardCharsets.US_ASCII));
                awaitHeld(3);

                plain.getOutputStream().write("this is no TLS record\r\n".getBytes(StandardCharsets.US_ASCII));

                awaitHeld(2);
            }
        }

        @Test
        void revocationShouldFreeIt() throws IOException {
            fill();

            accounts.revoke(accounts.aliceKey);

            awaitHeld(0);
        }

        @Test
        void endWhileIdlingShouldFreeIt() throws IOException {
            ImapClient idling = fill().get(0);
            idling.command("SELECT INBOX");
            idling.start("IDLE");
            idling.readLine();

            idling.close();

            awaitHeld(2);
        }
    }

    @Nested
    class LoginThatFails {
        static Stream<String> refused() {
            return Stream.of("wrong", "writeOnly", "foreign");
        }

        @ParameterizedTest
        @MethodSource("refused")
        void slotShouldNotBeHeld(String kind) throws IOException {
            String secret =
                    switch (kind) {
                        case "wrong" -> accounts.unknownSecret().reveal();
                        case "writeOnly" -> accounts.writeOnlyKey.text();
                        default -> accounts.foreignKey.text();
                    };

            assertThat(connect().status("LOGIN " + ALICE.asString() + " " + secret))
                    .startsWith("NO");

            assertThat(server.heldConnections()).isZero();
        }

        @Test
        void suspendedOrganizationShouldHoldNoSlot() throws IOException {
            accounts.suspend(accounts.acme);

            assertThat(connect().status(login())).startsWith("NO");
            assertThat(server.heldConnections()).isZero();
        }

        @Test
        void storeOfMailboxesThatIsDownShouldHoldNoSlot() throws IOException {
            accounts.setStoreDown(true);

            assertThat(connect().status(login())).startsWith("NO [UNAVAILABLE]");
            assertThat(server.heldConnections()).isZero();
        }

        @Test
        void storeOfSlotsThatIsDownShouldBeUnavailable() throws IOException {
            server.setSlotsDown(true);

            assertThat(connect().status(login())).startsWith("NO [UNAVAILABLE]");
        }

        @Test
        void refusalsShouldNotCountAsFailures() throws IOException {
            fill();
            ImapClient late = connect();
            for (int i = 0; i < 4; i++) {
                late.command(login());
            }

            assertThat(late.status("NOOP")).startsWith("OK");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondLoginOnAConnectionShouldTakeNoSecondSlot(boolean loginFirst) throws IOException {
        ImapClient client = connect();
        client.command(loginFirst ? login() : authenticate());

        assertThat(client.status(loginFirst ? authenticate() : login())).doesNotStartWith("OK");
        assertThat(server.heldConnections()).isEqualTo(1);
        client.close();
        awaitHeld(0);
    }

    @Test
    void simultaneousLoginsShouldGetExactlyTheLimit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try {
            for (int round = 0; round < 3; round++) {
                List<ImapClient> clients = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    clients.add(connect());
                }
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    ImapClient client = clients.get(i);
                    String command = i % 2 == 0 ? login() : authenticate();
                    answers.add(threads.submit(() -> client.status(command)));
                }
                List<String> statuses = new ArrayList<>();
                for (Future<String> answer : answers) {
                    statuses.add(answer.get());
                }

                assertThat(statuses)
                        .filteredOn(status -> status.startsWith("OK"))
                        .hasSize(3);
                assertThat(statuses).filteredOn(REFUSED::equals).hasSize(37);
                for (ImapClient client : clients) {
                    client.close();
                }
                awaitHeld(0);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
