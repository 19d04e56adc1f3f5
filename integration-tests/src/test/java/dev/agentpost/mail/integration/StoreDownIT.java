package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.crash.StoredCopies;
import dev.agentpost.mail.integration.crash.SubmissionStream;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.KeyHolderApi;
import dev.agentpost.mail.integration.harness.Processes;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The store dies alone. After the other classes, since it takes the store from them. */
@Order(Integer.MAX_VALUE - 2)
class StoreDownIT {
    private static final Duration RECOVERY = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_REPLY = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 10;
    private static final int MANY_CLIENTS = 200;

    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestInbox alice;
    private TestInbox bob;

    @BeforeEach
    void createInboxes() {
        acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
    }

    @Test
    void smtpLoginShouldAnswerTemporarilyAndRecover() {
        List<String> answers = loginsUntilRecovery(this::smtpLogin, "235 ");

        assertThat(answers).anyMatch(answer -> answer.startsWith("454 4.7.0 "));
        assertThat(answers).allMatch(answer -> answer.matches("(?s)(454|235|421 4).*"));
    }

    @Test
    void imapLoginShouldAnswerUnavailableAndRecover() {
        List<String> answers = loginsUntilRecovery(this::imapLogin, "OK");

        assertThat(answers).anyMatch(answer -> answer.startsWith("NO [UNAVAILABLE]"));
        assertThat(answers).allMatch(answer -> answer.matches("(?s)(NO \\[UNAVAILABLE]|OK).*"));
    }

    /** "store or queue down: 451 4.3.0, nothing lost, nothing sent twice", whether the store is dead or hangs. */
    @Test
    void streamOfSubmissionsShouldBePutOffAndLoseNothing() {
        List<TestInbox> inboxes = List.of(acme.createBusyInbox("dave"), acme.createBusyInbox("erin"));
        SubmissionStream stream = new SubmissionStream(server, inboxes, System.nanoTime());
        try (stream) {
            awaitAccepted(stream, CONNECTIONS);
            long killed = server.cassandraPid();
            Processes.kill(killed);
            await().atMost(RECOVERY).until(() -> stream.putOff() > 0);
            awaitAnotherCassandra(killed);
            awaitAccepted(stream, CONNECTIONS);

            int putOff = stream.putOff();
            long hanging = server.cassandraPid();
            Processes.halt(hanging);
            try {
                await().atMost(RECOVERY).until(() -> stream.putOff() >= putOff + CONNECTIONS);
                HttpResponse<String> readiness = new KeyHolderApi(server).get("/readyz");
                assertThat(readiness.statusCode()).isEqualTo(503);
                assertThat(readiness.body()).contains("\"store\":\"does not answer\"");
            } finally {
                Processes.goOn(hanging);
            }
            awaitAccepted(stream, CONNECTIONS);
        }

        assertThat(stream.refusals()).isEmpty();
        assertThat(stream.cuts()).isZero();
        assertThat(stream.slowestReply()).isLessThan(LONGEST_REPLY);
        await().atMost(RECOVERY).untilAsserted(() -> assertThat(
                        StoredCopies.read(server, inboxes).missing(stream.accepted()))
                .isEmpty());
        assertThat(StoredCopies.read(server, inboxes).secondCopies()).isZero();
    }

    /** More than the server has threads for: none of them waits for another's wait. */
    @Test
    void manyClientsShouldBePutOffInTimeWhileTheStoreHangs() {
        TestInbox dave = acme.createBusyInbox("dave");
        List<SmtpConnection> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(MANY_CLIENTS);
        try {
            for (int i = 0; i < MANY_CLIENTS; i++) {
                clients.add(server.smtp(dave));
            }
            List<String> replies = inHangingStore(() -> clients.stream()
                    .map(client -> CompletableFuture.supplyAsync(() -> submit(client, dave), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList());

            assertThat(replies).anyMatch(reply -> reply.startsWith("451 4.3.0 "));
            assertThat(replies).allMatch(reply -> reply.matches("(?s)(451 4\\.3\\.0 |250 ).*"));
            assertThat(clients.stream().map(SmtpConnection::slowestReply))
                    .allMatch(slowest -> slowest.compareTo(LONGEST_REPLY) < 0);
        } finally {
            threads.shutdownNow();
            clients.forEach(SmtpConnection::close);
        }
        awaitRecovery();
    }

    /** "store down: NO [UNAVAILABLE]", when it does not even say that it is down. */
    @Test
    void imapCommandShouldBeAnsweredInTimeWhileTheStoreHangs() {
        try (ImapConnection imap = server.imap(bob)) {
            long began = System.nanoTime();
            String status = inHangingStore(() -> imap.command("SELECT INBOX").status());

            assertThat(status).startsWith("NO [UNAVAILABLE]");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST_REPLY);
        }
        awaitRecovery();
    }

    private String submit(SmtpConnection client, TestInbox sender) {
        return client.submit(
                sender.email(), List.of(bob.email()), Messages.message(sender.email(), bob.email(), "while it hangs"));
    }

    private <T> T inHangingStore(Supplier<T> action) {
        long cassandra = server.cassandraPid();
        Processes.halt(cassandra);
        try {
            return action.get();
        } finally {
            Processes.goOn(cassandra);
        }
    }

    /** "the server restarts its embedded Cassandra within 30 s when that dies". */
    private void awaitAnotherCassandra(long killed) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(server.cassandraPid()).isPositive().isNotEqualTo(killed));
    }

    private static void awaitAccepted(SubmissionStream stream, int more) {
        int before = stream.accepted().size();
        await().atMost(RECOVERY)
                .pollInterval(POLL)
                .until(() -> stream.accepted().size() >= before + more);
    }

    @Test
    void liveImapSessionShouldSurvive() {
        String subject = Messages.uniqueSubject("read later");
        try (ImapConnection imap = server.imap(bob)) {
            Processes.kill(server.cassandraPid());

            assertThat(imap.command("SELECT INBOX").status()).matches("(OK|NO).*");

            await().atMost(RECOVERY)
                    .untilAsserted(() ->
                            assertThat(imap.command("SELECT INBOX").status()).startsWith("OK"));
            awaitRecovery();
            try (SmtpConnection smtp = server.smtp(alice)) {
                smtp.submitAccepted(
                        alice.email(), List.of(bob.email()), Messages.message(alice.email(), bob.email(), subject));
            }
            await().atMost(RECOVERY).untilAsserted(() -> assertThat(imap.count("INBOX", subject))
                    .isEqualTo(1));
        }
    }

    /** Each login takes a key that no cache has seen. */
    private List<String> loginsUntilRecovery(Supplier<String> login, String success) {
        List<TestInbox> keys = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            keys.add(alice.withKey(acme.createKey().secret()));
        }
        List<String> answers = new ArrayList<>();
        Processes.kill(server.cassandraPid());
        await().atMost(RECOVERY).pollInterval(POLL).until(() -> {
            alice = keys.get(answers.size() % keys.size());
            answers.add(login.get());
            boolean wasDown = answers.stream().anyMatch(answer -> !answer.startsWith(success));
            return wasDown && answers.get(answers.size() - 1).startsWith(success);
        });
        awaitRecovery();
        return answers;
    }

    private void awaitRecovery() {
        await().atMost(RECOVERY).pollInterval(POLL).untilAsserted(() -> {
            assertThat(smtpLogin()).startsWith("235");
            assertThat(imapLogin()).startsWith("OK");
            assertThat(server.admin().send("GET", acme.path(), "").statusCode()).isEqualTo(200);
        });
    }

    private String smtpLogin() {
        try (SmtpConnection smtp = server.smtp()) {
            smtp.ehlo();
            return smtp.authenticate(alice);
        }
    }

    private String imapLogin() {
        try (ImapConnection imap = server.imap()) {
            return imap.authenticate(alice).status();
        }
    }
}
