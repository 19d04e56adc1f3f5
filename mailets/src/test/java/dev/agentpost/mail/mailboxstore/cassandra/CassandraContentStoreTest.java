package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.ContentStoreContract;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraContentStoreTest implements ContentStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ContentSchema.SCHEMA);

    private ContentStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraContentStore(CASSANDRA.session(), Clock.systemUTC());
    }

    @Override
    public ContentStore testee() {
        return store;
    }
}
