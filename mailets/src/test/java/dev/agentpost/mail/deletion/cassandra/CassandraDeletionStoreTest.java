package dev.agentpost.mail.deletion.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.deletion.DeletionStore;
import dev.agentpost.mail.deletion.DeletionStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDeletionStoreTest implements DeletionStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(DeletionSchema.SCHEMA);

    private DeletionStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraDeletionStore(CASSANDRA.session());
    }

    @Override
    public DeletionStore testee() {
        return store;
    }
}
