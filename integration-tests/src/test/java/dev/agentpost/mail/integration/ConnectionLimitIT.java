package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row "inbox already holds its number of connections" of the table in section 2, "IMAP". */
class ConnectionLimitIT {
    private static final int LOGINS = 200;
    private static final int ROUNDS = Integer.getInteger("agentpost.login.rounds", 10);

    private final RunningServer server = RunningServer.shared();
    private final ExecutorService threads = Executors.newFixedThreadPool(LOGINS);
    private TestOrganization acme;
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private <T> List<T> together(Callable<T> task, int times) throws Exception {
        List<Future<T>> results = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            results.add(threads.submit(task));
        }
        List<T> all = new ArrayList<>();
        for (Future<T> result : results) {
            all.add(result.get());
        }
        return all;
    }

    private void awaitFree() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(acme.remainingImapConnections(alice.email())).isEqualTo(15));
    }

    @Test
    void twoHundredSimultaneousLoginsShouldGiveFifteenSessions() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<ImapConnection> connections = together(server::imap, LOGINS);
            List<Future<String>> logins = new ArrayList<>();
            for (ImapConnection connection : connections) {
                logins.add(threads.submit(() -> connection.authenticate(alice).status()));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> login : logins) {
                answers.add(login.get());
            }

            assertThat(answers).filteredOn(answer -> answer.startsWith("OK")).hasSize(15);
            assertThat(answers)
                    .filteredOn(answer -> answer.startsWith("NO [LIMIT] this inbox holds 15 of 15"))
                    .hasSize(LOGINS - 15);
            connections.forEach(ImapConnection::close);
            awaitFree();
        }
    }

    @Test
    void loggedOutClientShouldBeLetInAtOnce() {
        acme.limitImapConnections(alice.email(), 1);

        for (int i = 0; i < 20; i++) {
            try (ImapConnection imap = server.imap(alice)) {
                imap.command("LOGOUT");
            }
        }
    }

    @Test
    void changedLimitShouldHoldAtTheNextLogin() {
        acme.limitImapConnections(alice.email(), 1);
        try (ImapConnection first = server.imap(alice);
                ImapConnection second = server.imap()) {
            assertThat(second.authenticate(alice).status())
                    .startsWith("NO [LIMIT]")
                    .contains("1 of 1");

            acme.limitImapConnections(alice.email(), 2);

            assertThat(second.authenticate(alice).status()).startsWith("OK");
            assertThat(acme.remainingImapConnections(alice.email())).isZero();
            first.ok("NOOP");
        }
    }
}
