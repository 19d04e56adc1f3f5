package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** One message however often it is sent with one Idempotency-Key. Late, since it ends the server that the classes share. */
@Order(Integer.MAX_VALUE - 2)
class IdempotencyIT {
    private static final int AT_ONCE = 8;

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;
    private TestInbox bob;

    @BeforeEach
    void createInboxes() {
        var acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
    }

    private String message(String subject, String key) {
        return Messages.withFields(
                subject, List.of("Idempotency-Key: " + key, "From: " + alice.email(), "To: " + bob.email()));
    }

    private String submit(String message) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            return smtp.submit(alice.email(), List.of(bob.email()), message);
        }
    }

    private void assertDeliveredOnce(String subject) {
        try (ImapConnection ofBob = server.imap(bob);
                ImapConnection ofAlice = server.imap(alice)) {
            await().untilAsserted(
                            () -> assertThat(ofBob.count("INBOX", subject)).isEqualTo(1));
            await().untilAsserted(
                            () -> assertThat(ofAlice.count("Sent", subject)).isEqualTo(1));
            await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(ofBob.count("INBOX", subject))
                    .isEqualTo(1));
            assertThat(ofBob.messageWithSubject("INBOX", subject)).doesNotContainIgnoringCase("idempotency");
            assertThat(ofAlice.messageWithSubject("Sent", subject)).doesNotContainIgnoringCase("idempotency");
        }
    }

    @Test
    void triesAtOnceShouldDeliverOneMessage() throws Exception {
        String subject = Messages.uniqueSubject("at once");
        String message = message(subject, "k1");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<Callable<String>> tries = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            tries.add(() -> submit(message));
        }

        List<String> answers = new ArrayList<>();
        for (Future<String> each : threads.invokeAll(tries)) {
            answers.add(each.get());
        }
        threads.shutdown();

        assertThat(answers).allMatch(answer -> answer.startsWith("250 2.6.0 ") || answer.startsWith("451 4.3.0 "));
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("250"))
                .isNotEmpty()
                .containsOnly(submit(message));
        assertDeliveredOnce(subject);
    }

    @Test
    void keyShouldOutliveRestart() {
        String subject = Messages.uniqueSubject("restart");
        String message = message(subject, "k2");
        String first = submit(message);
        server.stop();
        server.start();

        assertThat(first).startsWith("250 2.6.0 ");
        assertThat(submit(message)).isEqualTo(first);
        assertThat(submit(message(Messages.uniqueSubject("other"), "k2")))
                .isEqualTo("550 5.7.1 Idempotency-Key reused");
        assertDeliveredOnce(subject);
    }
}
