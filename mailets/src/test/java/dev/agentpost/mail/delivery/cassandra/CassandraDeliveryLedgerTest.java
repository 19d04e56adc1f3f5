package dev.agentpost.mail.delivery.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.delivery.DeliveryLedger;
import dev.agentpost.mail.delivery.DeliveryLedgerContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDeliveryLedgerTest implements DeliveryLedgerContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private DeliveryLedger ledger;

    @BeforeEach
    void setUp() {
        CASSANDRA.createTables(DeliverySchema.SCHEMA);
        CASSANDRA.truncateTables();
        ledger = new CassandraDeliveryLedger(CASSANDRA.session());
    }

    @Override
    public DeliveryLedger testee() {
        return ledger;
    }
}
