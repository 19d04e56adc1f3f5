package dev.agentpost.mail.suppression.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.SuppressionStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSuppressionStoreTest implements SuppressionStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(SuppressionSchema.SCHEMA);

    private SuppressionStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraSuppressionStore(CASSANDRA.session());
    }

    @Override
    public SuppressionStore testee() {
        return store;
    }
}
