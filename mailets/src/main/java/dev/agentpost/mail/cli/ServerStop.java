package dev.agentpost.mail.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends a server: asks it to stop, and after a while kills it with its embedded Cassandra. */
public final class ServerStop {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final Duration patience;
    private final Steps steps;

    public ServerStop(Steps steps) {
        this(PATIENCE, steps);
    }

    ServerStop(Duration patience, Steps steps) {
        this.patience = patience;
        this.steps = steps;
    }

    /** Returns when the process is gone. */
    public void stop(ProcessHandle server) throws CommandFailure {
        List<ProcessHandle> all = withChildren(server);
        if (!server.destroy() && server.isAlive()) {
            throw new CommandFailure("this user may not stop the server, process " + server.pid());
        }
        steps.show("stopping the server, process " + server.pid());
        if (isGoneWithin(server, patience)) {
            return;
        }
        steps.show("the server did not stop within " + patience.toSeconds() + " s: killing it and its Cassandra");
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            if (!isGoneWithin(process, DEATH)) {
                throw new CommandFailure("process " + process.pid() + " cannot be killed");
            }
        }
    }

    private static List<ProcessHandle> withChildren(ProcessHandle server) {
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    private static boolean isGoneWithin(ProcessHandle process, Duration limit) throws CommandFailure {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the server stops");
        }
    }
}
