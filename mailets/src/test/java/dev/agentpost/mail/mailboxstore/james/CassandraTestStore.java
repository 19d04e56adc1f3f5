package dev.agentpost.mail.mailboxstore.james;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.cassandra.TestCassandra;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraAnnotationStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraContentStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraEnvelopeStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraFolderRows;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraFolderStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraMoveIntentStore;
import dev.agentpost.mail.mailboxstore.cassandra.CassandraSubscriptionStore;
import dev.agentpost.mail.mailboxstore.cassandra.ContentSchema;
import dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema;
import dev.agentpost.mail.mailboxstore.cassandra.FolderSchema;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Stores on the tables of one keyspace, which all tests of a JVM share: they see no owners but their own, which costs less
 * than emptying the tables.
 */
final class CassandraTestStore {
    private static final AtomicInteger STORES = new AtomicInteger();

    private CassandraTestStore() {}

    static TestStore empty(Clock clock) {
        CqlSession session = Holder.SESSION;
        String scope = "test" + STORES.incrementAndGet() + "/";
        return TestStore.of(
                new ScopedFolderStore(new CassandraFolderStore(session), scope),
                new CassandraFolderRows(session),
                new CassandraContentStore(session, clock),
                new CassandraEnvelopeStore(session),
                new CassandraMoveIntentStore(session),
                new ScopedSubscriptionStore(new CassandraSubscriptionStore(session), scope),
                new CassandraAnnotationStore(session),
                clock);
    }

    private static final class Holder {
        static final CqlSession SESSION = open();

        private static CqlSession open() {
            CqlSession session = TestCassandra.sessionTo(TestCassandra.shared())
                    .withKeyspace(TestCassandra.newKeyspace())
                    .build();
            Stream.of(FolderMessageSchema.SCHEMA, ContentSchema.SCHEMA, FolderSchema.SCHEMA)
                    .map(TableSchema::statements)
                    .flatMap(java.util.List::stream)
                    .forEach(session::execute);
            return session;
        }
    }
}
