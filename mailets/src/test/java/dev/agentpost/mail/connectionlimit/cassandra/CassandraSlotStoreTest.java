package dev.agentpost.mail.connectionlimit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.SlotStoreContract;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSlotStoreTest implements SlotStoreContract {
    /** Rows go by Cassandra's clock, which no test moves. */
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ConnectionLimitSchema.SCHEMA);

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
    }

    @Override
    public SlotStore newNode() {
        return new CassandraSlotStore(CASSANDRA.session(), SHORT_LEASE, Ticker.systemTicker());
    }

    @Override
    public void letLeasesLapse() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(rows("connection_node")).isZero());
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
