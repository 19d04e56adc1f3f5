package dev.agentpost.mail.dkim.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.dkim.DkimKeyStore;
import dev.agentpost.mail.dkim.DkimKeyStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDkimKeyStoreTest implements DkimKeyStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(DkimSchema.SCHEMA);

    private DkimKeyStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraDkimKeyStore(CASSANDRA.session());
    }

    @Override
    public DkimKeyStore testee() {
        return store;
    }
}
