package dev.agentpost.mail.outbound.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutboxStoreContract;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraOutboxStoreTest implements OutboxStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OutboxSchema.SCHEMA);

    private OutboxStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraOutboxStore(CASSANDRA.session(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Override
    public OutboxStore testee() {
        return store;
    }
}
