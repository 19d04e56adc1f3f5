package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.Steps;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Follows what the starting server says of itself. */
final class StartProgress {
    static final Duration DEADLINE = Duration.ofSeconds(180);
    private static final long MILLISECONDS_BETWEEN_LOOKS = 100;
    private static final int SECONDS_TO_EXIT_AFTER_FAILURE = 10;

    private final Process server;
    private final Path folder;
    private final Steps steps;
    private final Duration deadline;

    StartProgress(Process server, Path folder, Steps steps, Duration deadline) {
        this.server = server;
        this.folder = folder;
        this.steps = steps;
        this.deadline = deadline;
    }

    RunState await() throws CommandFailure {
        RunStateFile file = new RunStateFile(folder);
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < deadline.toNanos()) {
                boolean wasAlive = server.isAlive();
                Optional<RunState> state = file.read().filter(written -> written.pid() == server.pid());
                if (state.isPresent() && !isEnded(state.get(), wasAlive)) {
                    if (state.get().state() == RunState.Phase.READY) {
                        return state.get();
                    }
                    steps.show(state.get().progress());
                } else if (!wasAlive || state.isPresent()) {
                    throw failure(state);
                }
                Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the server starts");
        }
        throw new CommandFailure(
                "the server was not ready within " + deadline.toSeconds() + " s and is stopped" + log());
    }

    private static boolean isEnded(RunState state, boolean processIsAlive) {
        return !processIsAlive || state.state() == RunState.Phase.FAILED || state.state() == RunState.Phase.STOPPING;
    }

    private CommandFailure failure(Optional<RunState> state) throws InterruptedException {
        boolean exited = server.waitFor(SECONDS_TO_EXIT_AFTER_FAILURE, TimeUnit.SECONDS);
        String reason = state.map(RunState::error)
                .or(this::lastLineOfOutput)
                .orElseGet(() -> exited ? "it ended with exit code " + server.exitValue() : "it is stopping");
        return new CommandFailure("the server could not start: " + reason + log());
    }

    private Optional<String> lastLineOfOutput() {
        try {
            return Files.readAllLines(ServerLauncher.outputFile(folder)).stream()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String log() {
        return " (log: " + folder.resolve("logs").resolve("server.log") + ")";
    }
}
