package dev.agentpost.mail.ratelimit.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.ratelimit.SendAllowanceContract;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSendAllowanceTest extends SendAllowanceContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(RateLimitSchema.SCHEMA);

    @Override
    protected SendLedgerStore newLedgerStore() {
        return new CassandraSendLedgerStore(CASSANDRA.session());
    }
}
