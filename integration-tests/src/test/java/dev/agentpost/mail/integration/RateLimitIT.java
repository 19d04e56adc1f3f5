package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.Processes;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The row "over a rate limit" on one server and on two that share a Cassandra. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RateLimitIT {
    private static final int CONNECTIONS = 50;
    private static final int MAX = 500;
    private static final int TRIES_AT_THE_END = 3;
    private static final Duration UNTIL_LEASES_ARE_BACK = Duration.ofSeconds(60);

    private static final RunningServer FIRST = RunningServer.shared();
    private static RunningServer second;

    private final AtomicInteger accepted = new AtomicInteger();
    private TestOrganization acme;
    private TestInbox alice;

    @BeforeAll
    static void startSecond() {
        second = RunningServer.startBeside(FIRST, "it-limits");
    }

    @AfterAll
    static void endSecond() {
        second.end();
    }

    @BeforeEach
    void createInbox() {
        acme = FIRST.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        acme.limitSends(alice.email(), MAX, 3_600);
    }

    @Test
    void fiftyConnectionsOfOneServerShouldSendToExactlyMax() throws Exception {
        sendFrom(List.of(FIRST));

        assertThat(accepted.get()).isEqualTo(MAX);
        assertThat(acme.remainingSends(alice.email())).isZero();
    }

    @Test
    void fiftyConnectionsOfTwoServersShouldSendToExactlyMax() throws Exception {
        sendFrom(List.of(FIRST, second));

        assertThat(accepted.get()).isEqualTo(MAX);
        assertThat(acme.remainingSends(alice.email())).isZero();
    }

    @Test
    void killedServerShouldLeaveNoRoomForMoreThanMax() throws Exception {
        RunningServer third = RunningServer.startBeside(FIRST, "it-limits-killed");
        try {
            int sent = 0;
            try (SmtpConnection smtp = third.smtp(alice)) {
                while (sent < 100) {
                    assertThat(submit(smtp, 1)).startsWith("250 2.6.0 ");
                    sent++;
                }
            }
            Processes.kill(third.serverPid());

            try (SmtpConnection smtp = FIRST.smtp(alice)) {
                while (sent <= MAX && submit(smtp, 1).startsWith("250 2.6.0 ")) {
                    sent++;
                }
            }

            assertThat(sent).isBetween(MAX / 2, MAX);
        } finally {
            third.end();
        }
    }

    @Test
    void changedLimitShouldHoldOnTheOtherServerWithinTwoSeconds() {
        try (SmtpConnection smtp = second.smtp(alice)) {
            assertThat(submit(smtp, 2)).startsWith("250 2.6.0 ");

            acme.limitSends(alice.email(), 2, 3_600);

            await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(submit(smtp, 100))
                    .startsWith("450 4.7.1 Rate limit of inbox " + alice.email() + " is 2 recipients"));
            acme.limitSends(alice.email(), MAX, 3_600);
            await().atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(submit(smtp, 1)).startsWith("250 2.6.0 "));
        }
    }

    private void sendFrom(List<RunningServer> servers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            RunningServer server = servers.get(i % servers.size());
            Random random = new Random(i);
            clients.add(() -> send(server, random));
        }
        try {
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** As fast as it can, until max is reached, and a few times more; one in six messages is broken off. */
    private Void send(RunningServer server, Random random) {
        long end = System.nanoTime() + UNTIL_LEASES_ARE_BACK.toNanos();
        int triesAtTheEnd = 0;
        SmtpConnection smtp = server.smtp(alice);
        while (triesAtTheEnd < TRIES_AT_THE_END && System.nanoTime() < end) {
            triesAtTheEnd += accepted.get() >= MAX ? 1 : 0;
            if (random.nextInt(6) == 0) {
                smtp = breakOff(server, smtp, random);
                continue;
            }
            int recipients = accepted.get() > MAX - 20 ? 1 : 1 + random.nextInt(5);
            String reply = submit(smtp, recipients, random.nextInt(20_000));
            if (reply.startsWith("250 2.6.0 ")) {
                accepted.addAndGet(recipients);
            } else {
                assertThat(reply).startsWith("450 4.7.1 ");
            }
        }
        smtp.close();
        return null;
    }

    /** By RSET, or in the middle of the message. */
    private SmtpConnection breakOff(RunningServer server, SmtpConnection smtp, Random random) {
        smtp.command("MAIL FROM:<" + alice.email() + ">");
        smtp.command("RCPT TO:<customer@example.com>");
        if (random.nextBoolean()) {
            smtp.command("RSET");
            return smtp;
        }
        smtp.command("DATA");
        smtp.connection().writeLine("From: " + alice.email());
        smtp.close();
        return server.smtp(alice);
    }

    private String submit(SmtpConnection smtp, int recipients) {
        return submit(smtp, recipients, 0);
    }

    private String submit(SmtpConnection smtp, int recipients, int characters) {
        List<String> addresses = IntStream.range(0, recipients)
                .mapToObj(i -> "customer" + i + "@example.com")
                .toList();
        String body = ("x".repeat(70) + "\r\n").repeat(characters / 72);
        return smtp.submit(
                alice.email(), addresses, Messages.message(alice.email(), addresses.get(0), "limited") + body);
    }
}
