package dev.agentpost.mail.integration.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of each scenario, build by build and round by round. */
final class Results {
    /**
     * One measurement.
     *
     * @param build 0 for A, 1 for B
     * @param figures by name; none when it failed
     * @param failure empty when it did not
     */
    record Result(String scenario, int build, int round, Map<String, Double> figures, String failure) {}

    private final List<Result> results = new ArrayList<>();

    void add(Result result) {
        results.add(result);
    }

    List<Result> all() {
        return List.copyOf(results);
    }

    Map<String, List<Result>> byScenario() {
        Map<String, List<Result>> scenarios = new LinkedHashMap<>();
        results.forEach(result -> scenarios
                .computeIfAbsent(result.scenario(), name -> new ArrayList<>())
                .add(result));
        return scenarios;
    }
}
