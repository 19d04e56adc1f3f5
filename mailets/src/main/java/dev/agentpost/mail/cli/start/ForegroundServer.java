package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.ServerStop;

/** Ties the life of a server to that of this process. */
final class ForegroundServer {
    // 128 and the signal, as the JVM exits after SIGINT and SIGTERM
    private static final int ENDED_BY_SIGINT = 130;
    private static final int ENDED_BY_SIGTERM = 143;

    private final Process server;
    private final ServerStop stop;

    ForegroundServer(Process server, ServerStop stop) {
        this.server = server;
        this.stop = stop;
    }

    /** SIGTERM and SIGINT of this process stop the server first, and give its exit code. */
    void stopWithThisProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndExit, "stop"));
    }

    private void stopAndExit() {
        if (!server.isAlive()) {
            return;
        }
        try {
            stop.stop(server.toHandle());
            Runtime.getRuntime().halt(exitCode());
        } catch (CommandFailure failure) {
            Runtime.getRuntime().halt(1);
        }
    }

    int awaitEnd() throws CommandFailure {
        try {
            server.waitFor();
            return exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the server runs");
        }
    }

    private int exitCode() {
        int code = server.exitValue();
        return code == ENDED_BY_SIGINT || code == ENDED_BY_SIGTERM ? 0 : code;
    }
}
