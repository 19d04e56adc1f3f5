package dev.agentpost.mail.integration.benchmark;

import dev.agentpost.mail.integration.benchmark.Results.Result;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.benchmark.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures all scenarios round after round, in each round one build right after the other. */
final class Rounds {
    private final List<ServerUnderTest> servers;
    private final Plan plan;
    private final Consumer<String> progress;
    private final Results results = new Results();

    Rounds(List<ServerUnderTest> servers, Plan plan, Consumer<String> progress) {
        this.servers = servers;
        this.plan = plan;
        this.progress = progress;
    }

    Results run(int rounds) {
        for (int build = 0; build < servers.size(); build++) {
            for (Scenario scenario : plan.warmUp()) {
                Result ignored = measure(scenario, build, 0);
                progress.accept("warm-up: " + describe(ignored));
            }
        }
        for (int round = 1; round <= rounds; round++) {
            List<Scenario> scenarios = plan.scenarios();
            for (int i = 0; i < scenarios.size(); i++) {
                if (round == 1 || !scenarios.get(i).isOnce()) {
                    round(
                            scenarios.get(i),
                            round,
                            "round " + round + " of " + rounds + ", " + (i + 1) + " of " + scenarios.size() + ": ");
                }
            }
        }
        return results;
    }

    private void round(Scenario scenario, int round, String where) {
        for (int build = 0; build < servers.size(); build++) {
            Result result = measure(scenario, build, round);
            results.add(result);
            progress.accept(where + describe(result));
        }
    }

    /** What one build cannot do is a result too. */
    private Result measure(Scenario scenario, int build, int round) {
        try {
            Map<String, Double> figures = scenario.measure(servers.get(build)).figures();
            return new Result(scenario.name(), build, round, figures, "");
        } catch (RuntimeException | AssertionError e) {
            return new Result(scenario.name(), build, round, Map.of(), String.valueOf(e.getMessage()));
        }
    }

    private static String describe(Result result) {
        StringBuilder text = new StringBuilder(result.build() == 0 ? "A, " : "B, ").append(result.scenario());
        if (!result.failure().isEmpty()) {
            return text.append(" FAILED: ").append(result.failure()).toString();
        }
        for (String figure : List.of("per second", "p50 ms", "server CPU ms", "Cassandra CPU ms")) {
            Double value = result.figures().get(figure);
            if (value != null) {
                text.append(", ").append(Report.readable(value)).append(' ').append(figure);
            }
        }
        return text.toString();
    }
}
