package dev.agentpost.mail.server;

import com.codahale.metrics.MetricRegistry;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.CassandraSessions;
import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.cassandra.schema.SchemaCreation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.james.backends.cassandra.components.CassandraModule;

/** The one session of this process; opened when the tables that it must have are known, closed last of all. */
public final class CassandraConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConnectionSettings settings;
    private final Optional<CommitLogCheck> commitLogCheck;
    private final Consumer<String> progress;
    private CqlSession session;

    /** @param commitLogCheck for a Cassandra that we did not start: throws when it is not one to keep mail in */
    CassandraConnection(
            ConnectionSettings settings, Optional<CommitLogCheck> commitLogCheck, Consumer<String> progress) {
        this.settings = settings;
        this.commitLogCheck = commitLogCheck;
        this.progress = progress;
    }

    /** The session on our keyspace, with every table there. */
    public synchronized CqlSession open(
            Set<CassandraModule> jamesTables, Set<TableSchema> ourTables, MetricRegistry metrics) {
        progress.accept("connecting to Cassandra");
        try (CqlSession withoutKeyspace = connect()) {
            commitLogCheck.ifPresent(check -> check.accept(withoutKeyspace));
            SchemaCreation.createKeyspace(withoutKeyspace, settings);
        }
        session = CassandraSessions.open(settings, metrics);
        new SchemaCreation(session, jamesTables, ourTables, progress).run();
        return session;
    }

    Optional<CommitLogCheck> commitLogCheck() {
        return commitLogCheck;
    }

    private CqlSession connect() {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return CassandraSessions.openWithoutKeyspace(settings);
            } catch (AllNodesFailedException e) {
                if (System.nanoTime() > giveUpAt) {
                    throw new StartFailure(
                            "no Cassandra node answers at " + settings.contactPoints()
                                    + ": check CASSANDRA_CONTACT_POINTS, CASSANDRA_DATACENTER, the credentials and the network ("
                                    + e.getMessage() + ")",
                            e);
                }
                progress.accept("waiting for Cassandra at " + settings.contactPoints());
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
