package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import dev.agentpost.mail.mailboxstore.MoveIntentStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraMoveIntentStoreTest implements MoveIntentStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ContentSchema.SCHEMA);

    private MoveIntentStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraMoveIntentStore(CASSANDRA.session());
    }

    @Override
    public MoveIntentStore testee() {
        return store;
    }
}
