package dev.agentpost.mail.connectionlimit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.SlotStoreContract;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSlotStoreTest implements SlotStoreContract {
    private static final Duration TEST_LEASE = Duration.ofMinutes(1);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ConnectionLimitSchema.SCHEMA);

    private final AtomicLong nanos = new AtomicLong(1);

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
    }

    @Override
    public SlotStore newNode() {
        return new CassandraSlotStore(CASSANDRA.session(), TEST_LEASE, nanos::get);
    }

    /** Rows go by Cassandra's clock, which no test moves. */
    @Override
    public void letLeasesLapse() {
        CASSANDRA.session().execute("TRUNCATE connection_node");
        nanos.addAndGet(TEST_LEASE.toNanos());
    }

    @Test
    void leaseShouldGoByItself() {
        newNode().renew().block();

        assertThat(CASSANDRA
                        .session()
                        .execute("SELECT TTL(renewed_at) FROM connection_node")
                        .one()
                        .getInt(0))
                .isBetween(1, (int) TEST_LEASE.toSeconds());
    }

    private static int rows(String table) {
        return CASSANDRA.session().execute("SELECT * FROM " + table).all().size();
    }

    @Test
    void rowOfADeadNodeShouldBeRemoved() {
        newNode().settle(ALICE, 0, 1, 15).block();
        letLeasesLapse();

        newNode().settle(ALICE, 0, 1, 15).block();

        assertThat(rows("connection_slot")).isEqualTo(1);
    }

    @Test
    void refusalShouldWriteNothing() {
        SlotStore node = newNode();
        node.settle(ALICE, 0, 15, 15).block();
        Object before = turn();

        node.settle(ALICE, 15, 200, 15).block();

        assertThat(turn()).isEqualTo(before);
    }

    private static Object turn() {
        return CASSANDRA
                .session()
                .execute("SELECT turn FROM connection_slot")
                .one()
                .getUuid("turn");
    }

    @Test
    void leaseShouldEndWithinTenSecondsOfTheLastRenewal() {
        assertThat(SlotStore.LEASE.plus(SlotStore.RENEWAL_INTERVAL)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
}
