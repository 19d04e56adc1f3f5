package dev.agentpost.mail.cassandra.schema;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The right to change the schema, held by one node at a time. It ends by itself some time after its holder was killed.
 */
final class SchemaLease implements AutoCloseable {
    private static final Duration LIFE = Duration.ofSeconds(90);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String NAME = "schema";

    private final CqlSession session;
    private final String owner;
    private long renewedAtNanos;

    private SchemaLease(CqlSession session, String owner) {
        this.session = session;
        this.owner = owner;
        this.renewedAtNanos = System.nanoTime();
    }

    static SchemaLease acquire(CqlSession session, Consumer<String> progress) {
        createTable(session);
        String owner = UUID.randomUUID().toString();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!conditional(
                session,
                "INSERT INTO schema_lease (name, owner) VALUES (?, ?) IF NOT EXISTS USING TTL " + LIFE.toSeconds(),
                NAME,
                owner)) {
            if (System.nanoTime() > giveUpAt) {
                throw new IllegalStateException("another node has been changing the tables for " + PATIENCE.toMinutes()
                        + " minutes: is it stuck?");
            }
            progress.accept("waiting for another node that makes the tables");
            LockSupport.parkNanos(RETRY.toNanos());
        }
        return new SchemaLease(session, owner);
    }

    /**
     * The id is given: two nodes that make the table at the same moment would otherwise choose two ids for it, and
     * Cassandra would not agree on its schema again.
     */
    private static void createTable(CqlSession session) {
        CqlIdentifier keyspace = session.getKeyspace().orElseThrow();
        UUID id = UUID.nameUUIDFromBytes((keyspace.asInternal() + ".schema_lease").getBytes(StandardCharsets.UTF_8));
        session.execute(SimpleStatement.newInstance(
                        "CREATE TABLE IF NOT EXISTS schema_lease (name text PRIMARY KEY, owner text) WITH id = " + id)
                .setTimeout(Duration.ofSeconds(60)));
    }

    /** To be called often; asks Cassandra only when a third of the lease's life is over. */
    void renew() {
        if (System.nanoTime() - renewedAtNanos < LIFE.dividedBy(3).toNanos()) {
            return;
        }
        if (!conditional(
                session,
                "UPDATE schema_lease USING TTL " + LIFE.toSeconds() + " SET owner = ? WHERE name = ? IF owner = ?",
                owner,
                NAME,
                owner)) {
            throw new IllegalStateException("lost the right to change the tables to another node");
        }
        renewedAtNanos = System.nanoTime();
    }

    @Override
    public void close() {
        conditional(session, "DELETE FROM schema_lease WHERE name = ? IF owner = ?", NAME, owner);
    }

    private static boolean conditional(CqlSession session, String statement, Object... values) {
        return session.execute(SimpleStatement.newInstance(statement, values)
                        .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL))
                .wasApplied();
    }
}
