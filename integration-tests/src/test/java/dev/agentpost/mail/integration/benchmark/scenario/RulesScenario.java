package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.client.SmtpClient;
import dev.agentpost.mail.integration.benchmark.measure.Meter;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * RCPT of an inbox whose organization has few filter rules and of one whose organization has many, in turn; an operation
 * is a RCPT of the latter. No recipient comes twice, so that each is looked up in the store, and no rule matches.
 */
public record RulesScenario(int few, int many, int recipients) implements Scenario {
    private static final int TURNS = 10;
    private static final int IN_A_MAIL = 100;
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** What one of the two has cost so far. */
    private static final class Cost {
        private final Histogram latencies = Meter.newHistogram();
        private Duration cpu = Duration.ZERO;

        void add(Sample sample) {
            latencies.add(sample.latencies());
            cpu = cpu.plus(sample.used().server()).plus(sample.used().cassandra());
        }

        double cpuMillisEach() {
            return cpu.toNanos() / 1e6 / latencies.getTotalCount();
        }
    }

    @Override
    public String name() {
        return "RCPT with " + many + " filter rules and with " + few;
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        try (SmtpClient withFew = server.smtp(server.inboxWithRules(few));
                SmtpClient withMany = server.smtp(server.inboxWithRules(many))) {
            Cost costOfFew = new Cost();
            Cost costOfMany = new Cost();
            run(server, withFew, recipients / TURNS);
            run(server, withMany, recipients / TURNS);
            Meter meter = server.startMeter();
            for (int turn = 0; turn < TURNS; turn++) {
                costOfFew.add(run(server, withFew, recipients / TURNS));
                costOfMany.add(run(server, withMany, recipients / TURNS));
            }
            return meter.read(2L * costOfMany.latencies.getTotalCount(), costOfMany.latencies)
                    .with("p50 ms with " + few, Sample.percentile(costOfFew.latencies, 50))
                    .with("mean ms with " + few, costOfFew.latencies.getMean() / 1e3)
                    .with("mean ms with " + many, costOfMany.latencies.getMean() / 1e3)
                    .with("CPU ms with " + few, costOfFew.cpuMillisEach())
                    .with("CPU ms with " + many, costOfMany.cpuMillisEach())
                    .with("ratio of means", costOfMany.latencies.getMean() / costOfFew.latencies.getMean())
                    .with("ratio of CPU", costOfMany.cpuMillisEach() / costOfFew.cpuMillisEach());
        }
    }

    private Sample run(ServerUnderTest server, SmtpClient smtp, int count) {
        Histogram latencies = Meter.newHistogram();
        Meter meter = server.startMeter();
        for (int i = 0; i < count; i++) {
            if (i % IN_A_MAIL == 0) {
                smtp.beginMail();
            }
            int number = NEXT.getAndIncrement();
            String recipient = "user" + number + "@customer" + number % (many / 3) + ".example.com";
            long begin = System.nanoTime();
            smtp.recipient(recipient);
            Meter.record(latencies, begin);
        }
        return meter.read(count, latencies);
    }
}
