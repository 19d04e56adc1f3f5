package dev.agentpost.mail.idempotency.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.SingleNodeKeyedSubmissionsTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSingleNodeKeyedSubmissionsTest extends SingleNodeKeyedSubmissionsTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(IdempotencySchema.SCHEMA);

    @Override
    protected IdempotencyStore newStore() {
        CASSANDRA.truncateTables();
        return new CassandraIdempotencyStore(CASSANDRA.session());
    }
}
