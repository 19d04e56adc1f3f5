package dev.agentpost.mail.server.memory;

import dev.agentpost.mail.server.configuration.HeapSettings;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import java.util.Optional;

/**
 * The largest heap of each process, in mebibytes: as it is set, else what the memory allows.
 *
 * @param cassandra 0 where the Cassandra is not ours
 * @param needed what all processes take together when the heaps are full
 */
public record HeapPlan(int server, int cassandra, int needed, MemoryLimit limit) {
    /** Beside the heap: buffers of the network 128, classes 110, compiled code 60, stacks and the JVM itself 60. */
    static final int BESIDE_SERVER = 358;

    /** Buffers and caches 128, classes 60, compiled code 50, stacks, indexes of its files and the JVM itself 102. */
    static final int BESIDE_CASSANDRA = 340;

    /** The command, which stays in the foreground, and what the kernel keeps of files that are written and read. */
    static final int BESIDE_ALL = 134;

    static final int LEAST_SERVER = 256;
    static final int LEAST_CASSANDRA = 192;

    /** Enough for many clients; more only where a container was given more, since others need memory on a machine. */
    private static final int USUAL_SERVER = 768;

    private static final int USUAL_CASSANDRA = 512;

    /** The collector stops everything for as long as there is to collect. */
    private static final int MOST_SERVER = 2048;

    private static final int MOST_CASSANDRA = 1024;

    /** Of what is more than usual; the rest is for files. */
    private static final double SHARE_OF_MORE = 0.5;

    private static final int STEP = 16;

    /** @throws InvalidSettingException when it cannot fit, with the figures */
    public static HeapPlan of(ServerSettings settings, MemoryLimit limit) {
        return of(settings.heap(), settings.cassandra().isEmbedded(), limit);
    }

    static HeapPlan of(HeapSettings wanted, boolean embedded, MemoryLimit limit) {
        int beside = BESIDE_SERVER + BESIDE_ALL + (embedded ? BESIDE_CASSANDRA : 0);
        HeapPlan plan = embedded ? both(wanted, limit, beside) : serverAlone(wanted, limit, beside);
        if (limit.container() && plan.cannotFit()) {
            throw new InvalidSettingException(plan.figures() + "; give it more, or set SERVER_HEAP"
                    + (embedded ? " and CASSANDRA_HEAP" : "") + " lower");
        }
        return plan;
    }

    private static HeapPlan both(HeapSettings wanted, MemoryLimit limit, int beside) {
        long free = limit.mebibytes()
                - beside
                - wanted.serverMebibytes().orElse(0)
                - wanted.cassandraMebibytes().orElse(0);
        double usual = (wanted.serverMebibytes().isPresent() ? 0 : USUAL_SERVER)
                + (wanted.cassandraMebibytes().isPresent() ? 0 : USUAL_CASSANDRA);
        int server = wanted.serverMebibytes()
                .orElseGet(() -> share(free, USUAL_SERVER, USUAL_SERVER / usual, LEAST_SERVER, MOST_SERVER, limit));
        int cassandra = wanted.cassandraMebibytes()
                .orElseGet(() ->
                        share(free, USUAL_CASSANDRA, USUAL_CASSANDRA / usual, LEAST_CASSANDRA, MOST_CASSANDRA, limit));
        return new HeapPlan(server, cassandra, server + cassandra + beside, limit);
    }

    private static HeapPlan serverAlone(HeapSettings wanted, MemoryLimit limit, int beside) {
        int server = wanted.serverMebibytes()
                .orElseGet(() -> share(limit.mebibytes() - beside, USUAL_SERVER, 1, LEAST_SERVER, MOST_SERVER, limit));
        return new HeapPlan(server, 0, server + beside, limit);
    }

    private static int share(long free, int usual, double part, int least, int most, MemoryLimit limit) {
        double mine = free * part;
        double heap = mine <= usual ? mine : limit.container() ? usual + (mine - usual) * SHARE_OF_MORE : usual;
        int steps = (int) (Math.min(heap, most) / STEP);
        return Math.max(steps * STEP, least);
    }

    /** Full heaps alone take all of it, or the least ones do not go in. */
    private boolean cannotFit() {
        boolean least = server <= LEAST_SERVER && cassandra <= LEAST_CASSANDRA;
        return server + cassandra >= limit.mebibytes() || least && needed > limit.mebibytes();
    }

    /** What the operator should know; empty when all is well. */
    public Optional<String> warning() {
        return needed > limit.mebibytes()
                ? Optional.of(figures() + (limit.container() ? ", and is killed when it takes more" : ""))
                : Optional.empty();
    }

    /** Whether others may take so much too: on a machine who takes more is not killed for it at once. */
    public boolean leaves(int mebibytes) {
        return !limit.container() || needed + mebibytes <= limit.mebibytes();
    }

    /** One line. */
    public String figures() {
        int heaps = server + cassandra;
        return limit + ", and the server"
                + (cassandra == 0 ? "" : " with its Cassandra")
                + " may take " + needed + ": SERVER_HEAP " + server
                + (cassandra == 0 ? "" : ", CASSANDRA_HEAP " + cassandra) + ", beside them " + (needed - heaps);
    }
}
