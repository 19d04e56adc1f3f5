package dev.agentpost.mail.connectionlimit.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraConnectionLimitStoreTest implements ConnectionLimitStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ConnectionLimitSchema.SCHEMA);

    private ConnectionLimitStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraConnectionLimitStore(CASSANDRA.session());
    }

    @Override
    public ConnectionLimitStore testee() {
        return store;
    }
}
