package dev.agentpost.mail.integration.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param sizes of the prepared mailboxes
 * @param messages submitted by each measurement
 * @param warmUp messages submitted before the first round
 * @param time for which a command is repeated
 * @param connections that wait in IDLE
 * @param churn messages of the churn; 0 for none
 */
record Effort(List<Integer> sizes, int messages, int warmUp, Duration time, int connections, int churn) {
    static final Effort QUICK = new Effort(List.of(100, 2_000), 200, 500, Duration.ofSeconds(2), 200, 0);
    static final Effort STANDARD = new Effort(List.of(100, 10_000), 500, 2_000, Duration.ofSeconds(4), 500, 0);
    static final Effort FULL =
            new Effort(List.of(100, 10_000, 100_000), 1_000, 3_000, Duration.ofSeconds(6), 2_000, 100_000);

    Effort withSizes(List<Integer> others) {
        return new Effort(others, messages, warmUp, time, connections, churn);
    }

    Effort withMessages(int count) {
        return new Effort(sizes, count, warmUp, time, connections, churn);
    }

    Effort withWarmUp(int count) {
        return new Effort(sizes, messages, count, time, connections, churn);
    }

    Effort withConnections(int count) {
        return new Effort(sizes, messages, warmUp, time, count, churn);
    }

    Effort withChurn(int count) {
        return new Effort(sizes, messages, warmUp, time, connections, count);
    }
}
