package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** A command of an IMAP session, again and again. */
final class RepeatedCommand {
    private static final int MOST = 500;

    private RepeatedCommand() {}

    /** The command in a session that has selected a mailbox. */
    interface Command {
        /** @param number counts from 0 */
        void run(ImapClient imap, int number);

        /** Before each, and not in the latencies. */
        default void prepare(ImapClient imap) {}
    }

    /**
     * Repeats until the time is up; at least one more time after a first that is not counted, unless that first took
     * most of the time already.
     */
    static Sample measure(ServerUnderTest server, TestInbox inbox, String mailbox, Duration time, Command command) {
        try (ImapClient imap = server.imap(inbox)) {
            imap.select(mailbox);
            Meter meter = server.startMeter();
            Histogram latencies = Meter.newHistogram();
            runOnce(imap, 0, command, latencies);
            if (meter.elapsed().compareTo(time.dividedBy(2)) < 0) {
                meter = server.startMeter();
                latencies.reset();
                int number = 1;
                do {
                    runOnce(imap, number, command, latencies);
                    number++;
                } while (number <= MOST && meter.elapsed().compareTo(time) < 0);
            }
            return meter.read(latencies.getTotalCount(), latencies);
        }
    }

    private static void runOnce(ImapClient imap, int number, Command command, Histogram latencies) {
        command.prepare(imap);
        long begin = System.nanoTime();
        command.run(imap, number);
        Meter.record(latencies, begin);
    }

    static void expect(int wanted, int got, String what) {
        if (got != wanted) {
            throw new AssertionError(what + ": " + got + " instead of " + wanted);
        }
    }
}
