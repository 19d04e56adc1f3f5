package dev.agentpost.mail.integration.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Kills the processes of a server of its own under a stream of submissions, restarts them, and looks for what was
 * accepted. The seed decides which processes are killed when; the moments within the server's work remain random.
 */
public final class CrashRun {
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    /** On a busy machine mail is accepted faster than it is delivered. */
    private static final int MAX_QUEUED = 2_000;

    private static final Duration UNTIL_QUEUE_IS_EMPTY = Duration.ofMinutes(10);

    private static final int MAX_STREAM_MILLIS = 5_000;
    private static final int MAX_PAUSE_MILLIS = 2_000;

    private final int rounds;
    private final long seed;
    private final Random random;
    private final List<String> kills = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    public CrashRun(int rounds, long seed) {
        this.rounds = rounds;
        this.seed = seed;
        this.random = new Random(seed);
    }

    public CrashReport run() {
        ClientScripts.progress("crash test: " + rounds + " rounds, seed " + seed);
        RunningServer server = RunningServer.startOnEmptyFolder("it-crash");
        try {
            return run(server);
        } finally {
            server.end();
        }
    }

    private CrashReport run(RunningServer server) {
        TestOrganization acme = server.admin().createOrganization("Acme");
        List<TestInbox> inboxes =
                List.of(acme.createBusyInbox("alice"), acme.createBusyInbox("bob"), acme.createBusyInbox("carol"));
        SubmissionStream stream = new SubmissionStream(server, inboxes, seed);
        ExpungesToTrash expunges = new ExpungesToTrash();
        try (stream;
                ReconnectingClient others = ReconnectingClient.start(server, inboxes.get(0), new FlagsAndExpunges());
                ReconnectingClient expunging = ReconnectingClient.start(server, inboxes.get(1), expunges)) {
            List<Kill> order = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                if (order.isEmpty()) {
                    order.addAll(Arrays.asList(Kill.values()));
                    Collections.shuffle(order, random);
                }
                round(server, inboxes.get(0), stream, order.remove(0));
                ClientScripts.progress("crash test: round " + round + " of " + rounds + ", " + kills.get(round - 1)
                        + ", " + stream.accepted().size() + " messages accepted so far");
            }
        }
        CrashReport report = inspect(server, inboxes, stream, expunges);
        ClientScripts.progress(report.summary());
        return report;
    }

    private void round(RunningServer server, TestInbox inbox, SubmissionStream stream, Kill kill) {
        long serverPid = server.serverPid();
        // a Cassandra that died in the last round may be on its way
        long cassandraPid = await().atMost(RECOVERY).until(server::cassandraPid, pid -> pid > 0);
        pause(MAX_STREAM_MILLIS);
        kill.apply(serverPid, cassandraPid, () -> pause(MAX_PAUSE_MILLIS));
        kills.add(kill.name());
        if (kill.endsServer()) {
            server.start();
        }
        await().atMost(RECOVERY).ignoreExceptions().until(() -> isServing(server, inbox));
        // Else the check, which reads every row, takes longer with each round.
        stream.pause();
        findings.addAll(server.admin().checkStore("counters"));
        if (queued(server) > MAX_QUEUED) {
            await().atMost(UNTIL_QUEUE_IS_EMPTY).until(() -> queued(server) == 0);
        }
        stream.resume();
    }

    private static boolean isServing(RunningServer server, TestInbox inbox) {
        try (SmtpConnection smtp = server.smtp(inbox);
                ImapConnection imap = server.imap(inbox)) {
            return imap.command("NOOP").status().startsWith("OK");
        } catch (AssertionError refused) {
            return false;
        }
    }

    private void pause(int maxMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(maxMillis)).toNanos());
    }

    private CrashReport inspect(
            RunningServer server, List<TestInbox> inboxes, SubmissionStream stream, ExpungesToTrash expunges) {
        try {
            await().atMost(UNTIL_QUEUE_IS_EMPTY)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> queued(server) == 0
                            && StoredCopies.read(server, inboxes)
                                    .missing(stream.accepted())
                                    .isEmpty()
                            && expunges.misplaced(server, inboxes.get(1)).isEmpty());
        } catch (ConditionTimeoutException e) {
            // the report says what is missing
            ClientScripts.progress("crash test: not everything was there within " + UNTIL_QUEUE_IS_EMPTY);
        }
        findings.addAll(server.admin().checkStore("bodies"));
        StoredCopies stored = StoredCopies.read(server, inboxes);
        return new CrashReport(
                seed,
                kills,
                stream.accepted().size(),
                stored.missing(stream.accepted()),
                stored.secondCopies(),
                findings,
                expunges.expunged(),
                expunges.misplaced(server, inboxes.get(1)),
                stream.refusals(),
                stream.triedAgain(),
                stored.unacknowledged(stream.accepted()));
    }

    private static int queued(RunningServer server) {
        int queued = 0;
        for (JsonNode queue : server.admin().get("/mailQueues")) {
            queued += server.admin()
                    .get("/mailQueues/" + queue.asText())
                    .get("size")
                    .asInt();
        }
        return queued;
    }
}
