package dev.agentpost.mail.cassandra.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and ends Cassandra processes by the data folder on their command line.
 *
 * <p>A Cassandra is not bound to the life of its server: after a {@code kill -9} of the server it stays, and the next
 * start ends it. Binding it would need a watching process or a native call, and would gain nothing: nobody writes to
 * an orphan, and its commit log is as good as that of a killed one.
 */
final class Orphans {
    private static final Logger LOGGER = LoggerFactory.getLogger(Orphans.class);
    private static final Duration TERM_DEADLINE = Duration.ofSeconds(20);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);

    private Orphans() {}

    /**
     * The first argument of each Cassandra that we start. It stands before the argument file because the operating
     * system shows only the beginning of a long command line.
     */
    static String marker(Path dataFolder) {
        return "-Dagentpost.cassandra.data=" + dataFolder;
    }

    static List<ProcessHandle> find(Path dataFolder) {
        String marker = marker(dataFolder);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(marker))
                .toList();
    }

    /** Returns when none is left. */
    static void end(Path dataFolder) {
        for (ProcessHandle orphan : find(dataFolder)) {
            LOGGER.info("Ending Cassandra (pid {}) that a killed server left behind on {}", orphan.pid(), dataFolder);
            end(orphan, TERM_DEADLINE);
        }
    }

    /**
     * Asks to stop, then kills after the deadline; returns when the process is gone.
     *
     * @throws EmbeddedCassandraException when it survives, for example because it belongs to another user
     */
    static void end(ProcessHandle process, Duration termDeadline) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        process.destroy();
        if (!isDone(exit, termDeadline)) {
            kill(process);
        }
    }

    /** Returns when the process is gone. */
    static void kill(ProcessHandle process) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        process.destroyForcibly();
        if (!isDone(exit, KILL_DEADLINE)) {
            throw new EmbeddedCassandraException("cannot end the Cassandra process " + process.pid() + " of user "
                    + process.info().user().orElse("unknown"));
        }
    }

    // Not interruptible: whoever ends a process must know that it is gone.
    private static boolean isDone(CompletableFuture<ProcessHandle> exit, Duration deadline) {
        return exit.copy()
                        .completeOnTimeout(null, deadline.toMillis(), TimeUnit.MILLISECONDS)
                        .join()
                != null;
    }
}
