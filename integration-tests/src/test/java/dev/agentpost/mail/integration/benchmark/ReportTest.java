package dev.agentpost.mail.integration.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.benchmark.Results.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final int A = 0;
    private static final int B = 1;

    private final Results results = new Results();

    @Test
    void ratioShouldBeOfTheRoundsNotOfTheMedians() {
        add(A, 1, 10);
        add(B, 1, 5);
        add(A, 2, 20);
        add(B, 2, 20);
        add(A, 3, 40);
        add(B, 3, 10);

        assertThat(new Report(true).text(results))
                .containsPattern("p50 ms +A 20.0 \\(10.0..40.0\\) +B 10.0 \\(5.00..20.0\\) +B/A 0.50 \\(0.25..1.00\\)");
    }

    @Test
    void oneBuildShouldBeReportedWithoutRatio() {
        add(A, 1, 123.4);

        assertThat(new Report(false).text(results)).containsPattern("p50 ms +123\n");
    }

    @Test
    void failureShouldBeReportedWithBuildAndRound() {
        add(A, 1, 10);
        results.add(new Result("SELECT", B, 1, Map.of(), "NO SELECT failed"));

        assertThat(new Report(true).text(results)).contains("B, round 1 FAILED: NO SELECT failed");
    }

    private void add(int build, int round, double value) {
        results.add(new Result("SELECT", build, round, Map.of("p50 ms", value), ""));
    }
}
