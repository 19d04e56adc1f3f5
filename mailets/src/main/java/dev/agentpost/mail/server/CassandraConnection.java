package dev.agentpost.mail.server;

import com.codahale.metrics.MetricRegistry;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.agentpost.mail.cassandra.CassandraSessions;
import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.cassandra.schema.SchemaCreation;
import dev.agentpost.mail.server.configuration.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.james.backends.cassandra.components.CassandraModule;

/** The one session of this process; opened when the tables that it must have are known, closed last of all. */
public final class CassandraConnection implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ConnectionSettings settings;
    private final Duration patience;
    private final Optional<CommitLogCheck> commitLogCheck;
    private final Consumer<String> progress;
    private final Clock clock;
    private CqlSession session;

    /**
     * @param patience how long one that does not answer is waited for
     * @param commitLogCheck for a Cassandra that we did not start: throws when it is not one to keep mail in
     */
    CassandraConnection(
            ConnectionSettings settings,
            Duration patience,
            Optional<CommitLogCheck> commitLogCheck,
            Consumer<String> progress,
            Clock clock) {
        this.settings = settings;
        this.patience = patience;
        this.commitLogCheck = commitLogCheck;
        this.progress = progress;
        this.clock = clock;
    }

    /** The session on our keyspace, with every table there. */
    public synchronized CqlSession open(
            Set<CassandraModule> jamesTables, Set<TableSchema> ourTables, MetricRegistry metrics) {
        progress.accept("connecting to Cassandra");
        ClusterPatience waiting = new ClusterPatience(settings, patience, clock);
        try (CqlSession withoutKeyspace = connect(waiting)) {
            requireDatacenter(withoutKeyspace);
            commitLogCheck.ifPresent(check -> check.accept(withoutKeyspace));
            awaitNodes(withoutKeyspace, waiting);
            SchemaCreation.createKeyspace(withoutKeyspace, settings);
        }
        session = CassandraSessions.open(settings, metrics);
        new SchemaCreation(session, jamesTables, ourTables, progress).run();
        return session;
    }

    Optional<CommitLogCheck> commitLogCheck() {
        return commitLogCheck;
    }

    private CqlSession connect(ClusterPatience waiting) {
        while (true) {
            try {
                return CassandraSessions.openWithoutKeyspace(settings);
            } catch (AllNodesFailedException e) {
                progress.accept(waiting.orGiveUp(ClusterFailure.of(e)));
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /** With a name that no node has, the driver would find a cluster, and in it nobody to ask. */
    private void requireDatacenter(CqlSession cluster) {
        List<String> datacenters = cluster.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        if (!datacenters.contains(settings.localDatacenter())) {
            throw new StartFailure(Setting.CASSANDRA_DATACENTER + " is " + settings.localDatacenter()
                    + ", which the cluster does not have: its nodes are in " + String.join(", ", datacenters));
        }
    }

    /** A keyspace with more copies than there are nodes takes no writes. One that is there already is left as it is. */
    private void awaitNodes(CqlSession cluster, ClusterPatience waiting) {
        while (cluster.getMetadata()
                        .getKeyspace(CqlIdentifier.fromInternal(settings.keyspace()))
                        .isEmpty()
                && nodesOfDatacenter(cluster) < settings.replicationFactor()) {
            progress.accept(waiting.orGiveUp(settings.replicationFactor(), nodesOfDatacenter(cluster)));
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private int nodesOfDatacenter(CqlSession cluster) {
        return (int) cluster.getMetadata().getNodes().values().stream()
                .filter(node -> settings.localDatacenter().equals(node.getDatacenter()))
                .count();
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
