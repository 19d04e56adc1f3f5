package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * Submission by inboxes without limits in an organization without rules; by inboxes with limits of their own, of their
 * keys and of an organization with many rules, none of which is reached or matches; and by these with an Idempotency-Key
 * in each message. In turns within one run; an operation is a message of the second kind. The rates are of messages until
 * they are in INBOX and Sent.
 */
public record PolicyScenario(int rules, int connections, int messages) implements Scenario {
    private static final int TURNS = 6;
    private static final int INBOXES = 20;
    private static final int KILOBYTE = 1024;

    /** What messages of one kind have cost so far. */
    private static final class Cost {
        private final Histogram latencies = Meter.newHistogram();
        private Duration elapsed = Duration.ZERO;
        private Duration processor = Duration.ZERO;
        private long statements;

        void add(Sample sample) {
            latencies.add(sample.latencies());
            elapsed = elapsed.plus(sample.elapsed());
            processor =
                    processor.plus(sample.used().server()).plus(sample.used().cassandra());
            statements += sample.used().statements();
        }

        Sample report(Sample sample, String kind) {
            double count = latencies.getTotalCount();
            return sample.with("per second " + kind, perSecond())
                    .with("CPU ms " + kind, processor.toNanos() / 1e6 / count)
                    .with("statements " + kind, statements / count);
        }

        double perSecond() {
            return latencies.getTotalCount() * 1e3 / elapsed.toMillis();
        }
    }

    @Override
    public String name() {
        return "submission of 1 KB, " + connections + " connections, with limits and " + rules + " rules and without";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        Cost without = new Cost();
        Cost with = new Cost();
        Cost withKeys = new Cost();
        Meter meter = server.startMeter();
        List<Runnable> kinds = List.of(
                () -> without.add(run(server, server.newInboxesWithoutPolicies(INBOXES), number -> "")),
                () -> with.add(run(server, server.newInboxesWithPolicies(INBOXES, rules), number -> "")),
                () -> withKeys.add(run(
                        server,
                        server.newInboxesWithPolicies(INBOXES, rules),
                        number -> "Idempotency-Key: " + UUID.randomUUID() + "\r\n")));
        for (int turn = 0; turn < TURNS; turn++) {
            // Each kind is first, second and last: the server still gets faster, and its tables larger.
            for (int i = 0; i < kinds.size(); i++) {
                kinds.get((turn + i) % kinds.size()).run();
            }
        }
        Sample all = meter.read(3L * with.latencies.getTotalCount(), with.latencies);
        return withKeys.report(with.report(without.report(all, "without"), "with"), "with keys")
                .with("ratio with", with.perSecond() / without.perSecond())
                .with("ratio with keys", withKeys.perSecond() / without.perSecond());
    }

    private Sample run(ServerUnderTest server, List<TestInbox> inboxes, IntFunction<String> moreFields) {
        return new SubmissionScenario(KILOBYTE, connections, INBOXES, messages / TURNS)
                .measure(server, inboxes, moreFields);
    }
}
