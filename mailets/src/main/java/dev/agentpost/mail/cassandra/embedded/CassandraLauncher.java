package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts one Cassandra process and waits until it answers on its CQL port. */
final class CassandraLauncher {
    static final Duration START_DEADLINE = Duration.ofSeconds(120);

    private static final int POLL_MILLIS = 100;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /**
     * Cassandra's worker threads look for work every 10 microseconds while there is any. Linux makes that 60, which still
     * cost more than the work itself: with 400 more, a message took half of Cassandra's CPU time and was not later.
     * Other systems have no such file.
     */
    private static final String WITH_TIMER_SLACK =
            "{ echo 400000 > /proc/self/timerslack_ns; } 2>/dev/null; exec \"$@\"";

    private final EmbeddedCassandraConfiguration configuration;
    private final DataFolder folder;

    CassandraLauncher(EmbeddedCassandraConfiguration configuration, DataFolder folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /**
     * @throws PortInUseException when another program took a port between its choice and its use
     * @throws EmbeddedCassandraException when the process ends or does not answer in time; it is gone then
     */
    Process launch(CassandraPorts ports, Consumer<String> progress) throws InterruptedException {
        folder.checkSpace();
        CassandraOutput output = new CassandraOutput(configuration.logFile(), configuration.outputFile());
        Process process = spawn(ports);
        boolean ready = false;
        try {
            await(process, ports, output, progress);
            ready = true;
            return process;
        } finally {
            if (!ready) {
                Orphans.kill(process.toHandle());
            }
        }
    }

    private Process spawn(CassandraPorts ports) {
        try {
            Files.createDirectories(configuration.logFile().getParent());
            Path arguments = new LaunchFiles(configuration, folder).write(ports);
            return new ProcessBuilder(command(arguments))
                    .directory(folder.path().toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(configuration.outputFile().toFile()))
                    .start();
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot start the embedded Cassandra: " + DataFolder.reason(e), e);
        }
    }

    private List<String> command(Path arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_TIMER_SLACK, "cassandra"));
        // Out of the terminal's process group: Ctrl-C must reach the server alone, which then stops Cassandra last.
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(configuration.javaExecutable().toString());
        command.add(Orphans.marker(folder.path()));
        command.add("@" + arguments);
        return command;
    }

    private void await(Process process, CassandraPorts ports, CassandraOutput output, Consumer<String> progress)
            throws InterruptedException {
        long begin = System.nanoTime();
        long reported = -1;
        while (!NativeTransportProbe.answers(ports.nativePort())) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw exitedEarly(process, output);
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            if (seconds >= START_DEADLINE.toSeconds()) {
                throw new EmbeddedCassandraException("the embedded Cassandra did not answer within "
                        + START_DEADLINE.toSeconds() + " s, see " + configuration.logFile());
            }
            if (seconds != reported) {
                progress.accept("starting Cassandra … " + seconds + " s");
                reported = seconds;
            }
        }
        // Another program that speaks CQL on the port would have answered too, and our process is about to end.
        if (!process.isAlive()) {
            throw exitedEarly(process, output);
        }
    }

    private EmbeddedCassandraException exitedEarly(Process process, CassandraOutput output) {
        if (output.saysPortInUse()) {
            return new PortInUseException("a port of the embedded Cassandra is in use, see " + configuration.logFile());
        }
        return new EmbeddedCassandraException("the embedded Cassandra ended during its start with exit code "
                + process.exitValue() + ": " + output.reason());
    }

    /** Worth another try with other ports. */
    static final class PortInUseException extends EmbeddedCassandraException {
        private static final long serialVersionUID = 1L;

        PortInUseException(String message) {
            super(message);
        }
    }
}
