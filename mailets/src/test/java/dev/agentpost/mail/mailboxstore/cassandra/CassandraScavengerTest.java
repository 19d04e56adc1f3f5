package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.ScavengerContract;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraScavengerTest extends ScavengerContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ContentSchema.SCHEMA);

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
    }

    @Override
    protected ContentStore contents(Clock clock) {
        return new CassandraContentStore(CASSANDRA.session(), clock);
    }

    @Override
    protected UnusedContents unused(Clock clock) {
        return new CassandraUnusedContents(CASSANDRA.session(), clock);
    }
}
