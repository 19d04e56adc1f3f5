package dev.agentpost.mail.outbound;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.outbound.cassandra.CassandraOutboxStore;
import dev.agentpost.mail.outbound.cassandra.OutboxSchema;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDeliveryEngineTest extends DeliveryEngineContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OutboxSchema.SCHEMA);

    @Override
    OutboxStore newStore() {
        CASSANDRA.truncateTables();
        return new CassandraOutboxStore(CASSANDRA.session(), clock);
    }
}
