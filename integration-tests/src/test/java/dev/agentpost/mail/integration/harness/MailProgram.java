package dev.agentpost.mail.integration.harness;

import dev.agentpost.mail.integration.harness.AgentPostCommand.Result;
import dev.agentpost.mail.integration.harness.RunningServer.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Mail clients and a browser: programs of their own, from the PATH or brought from Debian by {@code clients.sh}. */
public enum MailProgram {
    CHROMIUM("chromium", "chromium"),
    CURL("curl", "curl"),
    FETCHMAIL("fetchmail", "fetchmail"),
    MBSYNC("mbsync", "isync"),
    MUTT("mutt", "mutt"),
    SWAKS("swaks", "swaks", "libnet-ssleay-perl"),
    THUNDERBIRD("thunderbird", "thunderbird");

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Path SCRIPT = Path.of("clients.sh").toAbsolutePath();
    private static final Path ON_A_TERMINAL =
            Path.of("src", "test", "python", "on_a_terminal.py").toAbsolutePath();

    private final String program;
    private final List<String> packages;
    private String path;

    MailProgram(String program, String... packages) {
        this.program = program;
        this.packages = List.of(packages);
    }

    /**
     * Runs it to its end.
     *
     * @param home the user's home folder, with the program's settings
     */
    public Outcome tryRun(Path home, String... arguments) {
        return run(home, Map.of(), "", command(List.of(path()), arguments));
    }

    /** What it printed; it must end with 0. */
    public String run(Path home, String... arguments) {
        return printed(tryRun(home, arguments));
    }

    /** What it printed when it read this; it must end with 0. */
    public String runWithInput(Path home, String input, String... arguments) {
        return printed(run(home, Map.of(), input, command(List.of(path()), arguments)));
    }

    /** Runs it on a terminal of 24 lines and 80 columns; what the terminal was sent, without the control sequences. */
    public String runOnTerminal(Path home, String... arguments) {
        return runOnTerminal(home, "", "", arguments);
    }

    /** As {@link #runOnTerminal(Path, String...)}, typing when the terminal was sent what is awaited. */
    public String runOnTerminal(Path home, String awaited, String typed, String[] arguments) {
        List<String> prefix = List.of("python3", ON_A_TERMINAL.toString(), awaited, typed, path());
        return printed(run(home, Map.of("TERM", "vt100"), "", command(prefix, arguments)))
                .replaceAll("\\x1b(\\[[0-9;?]*[A-Za-z]|.[0B]?)", " ");
    }

    private String printed(Outcome outcome) {
        if (outcome.exit() != 0) {
            throw new AssertionError(name() + " ended with " + outcome);
        }
        return outcome.out();
    }

    private static List<String> command(List<String> prefix, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(arguments));
        return command;
    }

    private static Outcome run(Path home, Map<String, String> more, String input, List<String> command) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HOME", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        Result result = AgentPostCommand.run(command, environment, input, PATIENCE);
        return new Outcome(result.exit(), result.out(), result.err());
    }

    /** Of the executable file, absolute. */
    public synchronized String path() {
        if (path == null) {
            List<String> search = new ArrayList<>(List.of(SCRIPT.toString(), program));
            search.addAll(packages);
            path = AgentPostCommand.run(search, Map.of(), "", PATIENCE)
                    .orFail("clients.sh")
                    .out()
                    .strip();
        }
        return path;
    }

    /** Writes a file that only its owner may read, as clients demand of one with a password. */
    public static Path settings(Path home, String name, String... lines) {
        try {
            Path file = Files.writeString(home.resolve(name), String.join("\n", lines) + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
