package dev.agentpost.mail.integration.benchmark;

import dev.agentpost.mail.integration.benchmark.Plan.Group;
import dev.agentpost.mail.integration.benchmark.build.Build;
import dev.agentpost.mail.integration.benchmark.build.BuildSource;
import dev.agentpost.mail.integration.benchmark.build.PreparedData;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.benchmark.scenario.SearchScenario.Criterion;
import dev.agentpost.mail.integration.harness.Folders;
import dev.agentpost.mail.integration.harness.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The benchmark: see BENCHMARK.md. */
@Command(
        name = "benchmark.sh",
        description = "Measures the server of this checkout, or two builds in turn.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Benchmark implements Callable<Integer> {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("agentpost.home", "..")).toAbsolutePath().normalize();
    private static final int ROUNDS_ALONE = 1;
    private static final int ROUNDS_COMPARING = 3;
    private static final long START = System.nanoTime();

    @ArgGroup(exclusive = true)
    private What what = new What();

    /** Which builds. */
    static final class What {
        @Option(names = "--rev", paramLabel = "REV", description = "Measure a git revision instead of this checkout.")
        private String revision;

        @Option(names = "--compare", arity = "2", paramLabel = "REV", description = "Compare two git revisions.")
        private List<String> revisions = List.of();

        @Option(
                names = "--compare-dir",
                arity = "2",
                paramLabel = "DIR",
                description = "Compare the builds in two folders.")
        private List<Path> folders = List.of();

        List<BuildSource> sources() {
            if (revision != null) {
                return List.of(new BuildSource.Revision(REPOSITORY, revision));
            }
            if (!revisions.isEmpty()) {
                return revisions.stream()
                        .<BuildSource>map(one -> new BuildSource.Revision(REPOSITORY, one))
                        .toList();
            }
            List<Path> all = folders.isEmpty() ? List.of(REPOSITORY) : folders;
            return all.stream().<BuildSource>map(BuildSource.Folder::new).toList();
        }
    }

    @ArgGroup(exclusive = true)
    private HowMuch howMuch = new HowMuch();

    /** How much. */
    static final class HowMuch {
        @Option(names = "--quick", description = "Mailboxes of 100 and 2,000 messages; a few minutes a build.")
        private boolean quick;

        @Option(names = "--full", description = "Mailboxes up to 100,000 messages, and the churn.")
        private boolean full;

        Effort effort() {
            return quick ? Effort.QUICK : full ? Effort.FULL : Effort.STANDARD;
        }
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "GROUP",
            description = "Some of: ${COMPLETION-CANDIDATES} (in lower case too).")
    private Set<Group> only = EnumSet.complementOf(EnumSet.of(Group.RULES, Group.POLICY));

    @Option(
            names = "--searches",
            split = ",",
            paramLabel = "KEY",
            description = "Some of: ${COMPLETION-CANDIDATES} (in lower case too).")
    private Set<Criterion> searches = EnumSet.allOf(Criterion.class);

    @Option(names = "--sizes", split = ",", paramLabel = "N", description = "Sizes of mailboxes, at least 100.")
    private List<Integer> sizes;

    @Option(names = "--messages", paramLabel = "N", description = "Messages of each submission measurement.")
    private Integer messages;

    @Option(names = "--warm-up", paramLabel = "N", description = "Messages submitted before the first round.")
    private Integer warmUp;

    @Option(names = "--connections", paramLabel = "N", description = "Connections that wait in IDLE, at least 10.")
    private Integer connections;

    @Option(names = "--churn", paramLabel = "N", description = "Messages of the churn; 0 for none.")
    private Integer churn;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: 1, and 3 for a comparison.")
    private Integer rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write each round's figures too.")
    private Path json;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Builds and prepared data folders. Default: target/benchmark of this checkout.")
    private Path cache = REPOSITORY.resolve("target/benchmark");

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Names of the prepared data folders in the cache, one for each build. Default: the commit, or the"
                            + " folder.")
    private List<String> dataNames = List.of();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        cache = cache.toAbsolutePath().normalize();
        Plan plan = new Plan(effort(), EnumSet.copyOf(only), EnumSet.copyOf(searches));
        List<BuildSource> sources = what.sources();
        List<Build> builds = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            builds.add(sources.get(i)
                    .make(cache, i < dataNames.size() ? Optional.of(dataNames.get(i)) : Optional.empty()));
        }
        Results results = measure(builds, plan);
        System.out.println(heading(builds) + new Report(builds.size() > 1).text(results));
        if (json != null) {
            writeJson(builds, results);
        }
        return 0;
    }

    private Effort effort() {
        Effort effort = howMuch.effort();
        effort = sizes == null ? effort : effort.withSizes(sizes);
        effort = messages == null ? effort : effort.withMessages(messages);
        effort = warmUp == null ? effort : effort.withWarmUp(warmUp);
        effort = connections == null ? effort : effort.withConnections(connections);
        return churn == null ? effort : effort.withChurn(churn);
    }

    /** All servers run all the time, but only one at a time has something to do. */
    private Results measure(List<Build> builds, Plan plan) {
        List<PreparedData> data = builds.stream()
                .map(build -> new PreparedData(cache, build, Benchmark::progress))
                .toList();
        List<Integer> wanted = plan.needsMailboxes() ? effort().sizes() : List.of();
        data.forEach(one -> one.prepare(wanted));
        List<ServerUnderTest> servers = new ArrayList<>();
        try {
            for (int i = 0; i < data.size(); i++) {
                servers.add(data.get(i).start(workFolder(i)));
            }
            int count = rounds != null ? rounds : builds.size() > 1 ? ROUNDS_COMPARING : ROUNDS_ALONE;
            return new Rounds(servers, plan, Benchmark::progress).run(count);
        } finally {
            servers.forEach(ServerUnderTest::close);
            for (int i = 0; i < servers.size(); i++) {
                Folders.copy(
                        workFolder(i).resolve("logs"), cache.resolve("logs").resolve(i == 0 ? "a" : "b"));
                Folders.delete(workFolder(i));
            }
        }
    }

    private Path workFolder(int build) {
        return cache.resolve("run").resolve(ProcessHandle.current().pid() + (build == 0 ? "-a" : "-b"));
    }

    private static void progress(String line) {
        long seconds = (System.nanoTime() - START) / 1_000_000_000;
        System.err.printf("[%5d s] %s%n", seconds, line);
    }

    private static String heading(List<Build> builds) {
        StringBuilder heading = new StringBuilder("A = " + builds.get(0).name());
        if (builds.size() > 1) {
            heading.append("\nB = ").append(builds.get(1).name());
        }
        return heading + "\n" + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version()
                + "\nCPU ms, statements, conditional writes, SERIAL reads and bytes are per operation.\n";
    }

    private void writeJson(List<Build> builds, Results results) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time", Instant.now().toString());
        all.put("builds", builds.stream().map(Build::name).toList());
        all.put("results", results.all());
        Files.writeString(json, Json.write(all));
    }
}
