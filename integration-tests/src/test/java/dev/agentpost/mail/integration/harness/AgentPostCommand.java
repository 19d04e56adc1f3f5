package dev.agentpost.mail.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. Output goes to files, so that a server that the program leaves behind holds no pipe. */
final class AgentPostCommand {
    static final Path HOME =
            Path.of(System.getProperty("agentpost.home", "..")).toAbsolutePath().normalize();

    private AgentPostCommand() {}

    /** Exit status and what was printed. */
    record Result(int exit, String out, String err) {
        Result orFail(String what) {
            if (exit != 0) {
                throw new AssertionError(what + " ended with " + exit + "\n" + err + out);
            }
            return this;
        }
    }

    /**
     * Runs {@code ./agentpost} with these arguments.
     *
     * @param home the folder of the build
     */
    static Result agentpost(Path home, Map<String, String> environment, Duration patience, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("agentpost").toString());
        command.addAll(arguments);
        return run(command, environment, "", patience);
    }

    static Result run(List<String> command, Map<String, String> environment, String input, Duration patience) {
        return runIn(Path.of("").toAbsolutePath(), command, environment, input, patience);
    }

    /** Runs it in the root of the checkout. */
    static Result runAtHome(List<String> command, Map<String, String> environment, Duration patience) {
        return runIn(HOME, command, environment, "", patience);
    }

    private static Result runIn(
            Path where, List<String> command, Map<String, String> environment, String input, Duration patience) {
        try {
            Path folder = Files.createTempDirectory("agentpost-it");
            try {
                return run(where, folder, command, environment, input, patience);
            } finally {
                for (String file : List.of("in", "out", "err")) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Result run(
            Path where,
            Path folder,
            List<String> command,
            Map<String, String> environment,
            String input,
            Duration patience)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("in"), input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectInput(folder.resolve("in").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " took longer than " + patience + "\n"
                    + Files.readString(folder.resolve("err")) + Files.readString(folder.resolve("out")));
        }
        return new Result(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }
}
