package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.Processes;

/** Which processes of a server are killed, in which order. */
enum Kill {
    TOGETHER(true, true, false),
    SERVER(true, false, false),
    CASSANDRA(false, true, false),
    SERVER_THEN_CASSANDRA(true, true, true),
    CASSANDRA_THEN_SERVER(true, true, true);

    private final boolean server;
    private final boolean cassandra;
    private final boolean pause;

    Kill(boolean server, boolean cassandra, boolean pause) {
        this.server = server;
        this.cassandra = cassandra;
        this.pause = pause;
    }

    boolean endsServer() {
        return server;
    }

    /** @param between runs between the two kills, when they do not come together */
    void apply(long serverPid, long cassandraPid, Runnable between) {
        if (this == CASSANDRA_THEN_SERVER) {
            Processes.kill(cassandraPid);
            between.run();
            Processes.kill(serverPid);
            return;
        }
        if (server) {
            Processes.kill(serverPid);
        }
        if (pause) {
            between.run();
        }
        if (cassandra) {
            Processes.kill(cassandraPid);
        }
    }
}
