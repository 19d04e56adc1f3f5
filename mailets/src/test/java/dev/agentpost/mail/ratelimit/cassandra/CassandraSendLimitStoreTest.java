package dev.agentpost.mail.ratelimit.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendLimitStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSendLimitStoreTest implements SendLimitStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(RateLimitSchema.SCHEMA);

    private SendLimitStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraSendLimitStore(CASSANDRA.session());
    }

    @Override
    public SendLimitStore testee() {
        return store;
    }
}
