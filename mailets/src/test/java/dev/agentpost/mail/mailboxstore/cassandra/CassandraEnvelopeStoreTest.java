package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.EnvelopeStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraEnvelopeStoreTest implements EnvelopeStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ContentSchema.SCHEMA);

    private EnvelopeStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraEnvelopeStore(CASSANDRA.session());
    }

    @Override
    public EnvelopeStore testee() {
        return store;
    }
}
