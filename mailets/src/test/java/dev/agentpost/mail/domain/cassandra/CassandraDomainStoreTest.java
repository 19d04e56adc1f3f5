package dev.agentpost.mail.domain.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.domain.DomainStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDomainStoreTest implements DomainStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(DomainSchema.SCHEMA);

    private DomainStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraDomainStore(CASSANDRA.session());
    }

    @Override
    public DomainStore testee() {
        return store;
    }
}
