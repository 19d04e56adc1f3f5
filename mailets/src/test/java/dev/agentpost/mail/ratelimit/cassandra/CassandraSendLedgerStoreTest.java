package dev.agentpost.mail.ratelimit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.ratelimit.SendLedger;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLedgerStoreContract;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraSendLedgerStoreTest implements SendLedgerStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(RateLimitSchema.SCHEMA);

    private SendLedgerStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraSendLedgerStore(CASSANDRA.session());
    }

    @Override
    public SendLedgerStore testee() {
        return store;
    }

    @Test
    void ledgerShouldGoByItself() {
        store.replace(ACME, store.read(ACME).block(), ONE, Duration.ofSeconds(1))
                .block();

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(store.read(ACME).block().ledger()).isEqualTo(SendLedger.EMPTY));
    }

    @Test
    void ledgerThatWentShouldBeReplaced() {
        store.replace(ACME, store.read(ACME).block(), ONE, Duration.ofSeconds(1))
                .block();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(store.read(ACME).block().ledger()).isEqualTo(SendLedger.EMPTY));

        assertThat(store.replace(ACME, store.read(ACME).block(), OTHER, KEEP).block())
                .isNotNull();
        assertThat(store.read(ACME).block().ledger()).isEqualTo(OTHER);
    }
}
