package dev.agentpost.mail.integration.benchmark;

import dev.agentpost.mail.integration.benchmark.scenario.AppendScenario;
import dev.agentpost.mail.integration.benchmark.scenario.ChurnScenario;
import dev.agentpost.mail.integration.benchmark.scenario.FetchScenario;
import dev.agentpost.mail.integration.benchmark.scenario.IdleScenario;
import dev.agentpost.mail.integration.benchmark.scenario.PolicyScenario;
import dev.agentpost.mail.integration.benchmark.scenario.PushScenario;
import dev.agentpost.mail.integration.benchmark.scenario.RulesScenario;
import dev.agentpost.mail.integration.benchmark.scenario.Scenario;
import dev.agentpost.mail.integration.benchmark.scenario.SearchScenario;
import dev.agentpost.mail.integration.benchmark.scenario.SearchScenario.Criterion;
import dev.agentpost.mail.integration.benchmark.scenario.SelectAfterChurnScenario;
import dev.agentpost.mail.integration.benchmark.scenario.SelectScenario;
import dev.agentpost.mail.integration.benchmark.scenario.StoreScenario;
import dev.agentpost.mail.integration.benchmark.scenario.SubmissionScenario;
import dev.agentpost.mail.integration.benchmark.scenario.WaitingScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which scenarios are run, in which order. */
final class Plan {
    private static final int MANY_CONNECTIONS = 10;
    private static final int MANY_INBOXES = 20;
    private static final int KILOBYTE = 1024;
    private static final int LARGE_BYTES = 50 * KILOBYTE;
    private static final int MOST_PUSHED = 200;
    private static final int FEW_RULES = 10;
    private static final int SOME_RULES = 10_000;
    private static final int MANY_RULES = 100_000;
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** What {@code --only} can name. */
    enum Group {
        IDLE,
        SUBMISSION,
        PUSH,
        WAITING,
        RULES,
        POLICY,
        APPEND,
        SELECT,
        FETCH,
        STORE,
        SEARCH,
        CHURN
    }

    private final Effort effort;
    private final Set<Group> groups;
    private final Set<Criterion> searches;

    Plan(Effort effort, Set<Group> groups, Set<Criterion> searches) {
        this.effort = effort;
        this.groups = groups;
        this.searches = searches;
    }

    /** Run once and not reported: what follows shall not measure the compiler of a JVM that has just started. */
    List<Scenario> warmUp() {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(new SubmissionScenario(KILOBYTE, MANY_CONNECTIONS, MANY_INBOXES, effort.warmUp()));
        if (needsMailboxes()) {
            onMailbox(Collections.min(effort.sizes())).forEach(scenarios::add);
        }
        return scenarios;
    }

    List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Group group : groups) {
            switch (group) {
                case IDLE -> scenarios.add(new IdleScenario(IDLE));
                case SUBMISSION -> submissions().forEach(scenarios::add);
                case PUSH -> scenarios.add(new PushScenario(Math.min(effort.messages(), MOST_PUSHED)));
                case WAITING ->
                    scenarios.add(new WaitingScenario(effort.connections(), Math.min(effort.messages(), MOST_PUSHED)));
                case RULES -> scenarios.add(new RulesScenario(FEW_RULES, MANY_RULES, 20 * effort.messages()));
                case POLICY -> scenarios.add(new PolicyScenario(SOME_RULES, MANY_CONNECTIONS, 10 * effort.messages()));
                case APPEND ->
                    Stream.of(1, MANY_CONNECTIONS)
                            .map(connections -> new AppendScenario(connections, effort.messages()))
                            .forEach(scenarios::add);
                case SELECT, FETCH, STORE, SEARCH ->
                    effort.sizes().stream()
                            .flatMap(size -> onMailbox(group, size))
                            .forEach(scenarios::add);
                case CHURN -> churn().forEach(scenarios::add);
            }
        }
        return scenarios;
    }

    boolean needsMailboxes() {
        return groups.stream().anyMatch(group -> onMailbox(group, 1).findAny().isPresent());
    }

    private Stream<Scenario> submissions() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int bytes : List.of(KILOBYTE, LARGE_BYTES)) {
            for (int connections : List.of(1, MANY_CONNECTIONS)) {
                for (int inboxes : List.of(1, MANY_INBOXES)) {
                    scenarios.add(new SubmissionScenario(bytes, connections, inboxes, effort.messages()));
                }
            }
        }
        return scenarios.stream();
    }

    private Stream<Scenario> onMailbox(int size) {
        return groups.stream().flatMap(group -> onMailbox(group, size));
    }

    private Stream<Scenario> onMailbox(Group group, int size) {
        Duration time = effort.time();
        return switch (group) {
            case SELECT -> Stream.of(new SelectScenario(size, time));
            case FETCH -> Arrays.stream(FetchScenario.What.values()).map(what -> new FetchScenario(what, size, time));
            case STORE -> Stream.of(1, 100).map(count -> new StoreScenario(count, size, time));
            case SEARCH -> searches.stream().map(criterion -> new SearchScenario(criterion, size, time));
            case IDLE, SUBMISSION, PUSH, WAITING, RULES, POLICY, APPEND, CHURN -> Stream.empty();
        };
    }

    private Stream<Scenario> churn() {
        return effort.churn() == 0
                ? Stream.empty()
                : Stream.of(
                        new ChurnScenario(effort.churn()),
                        new SelectAfterChurnScenario(true, effort.time()),
                        new SelectAfterChurnScenario(false, effort.time()));
    }
}
