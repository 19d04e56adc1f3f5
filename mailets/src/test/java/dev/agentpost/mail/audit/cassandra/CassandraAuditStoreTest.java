package dev.agentpost.mail.audit.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.audit.AuditStoreContract;
import dev.agentpost.mail.cassandra.CassandraExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraAuditStoreTest implements AuditStoreContract {
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final AuditEvent EVENT = AuditEvent.of(NOW, ACME, AuditAction.KEY_REVOKE, AuditOutcome.SUCCESS);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(AuditSchema.SCHEMA);

    private AuditStore store;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraAuditStore(CASSANDRA.session(), RETENTION);
    }

    @Override
    public AuditStore testee() {
        return store;
    }

    @Test
    void eventShouldGoByItself() {
        store.append(List.of(EVENT)).block();

        int timeToLive = CASSANDRA
                .session()
                .execute("SELECT TTL(action) FROM audit_event")
                .one()
                .getInt(0);
        assertThat(Duration.ofSeconds(timeToLive)).isBetween(RETENTION.minusMinutes(1), RETENTION);
    }

    @Test
    void actionOfANewerServerShouldBeLeftOut() {
        store.append(List.of(EVENT)).block();
        CASSANDRA
                .session()
                .execute(
                        "UPDATE audit_event SET action = 'fly' WHERE organization_id = ? AND day = '2026-11-21' AND id = ?",
                        ACME.value(),
                        EVENT.id().value());

        assertThat(store.list(ACME, Optional.empty()).collectList().block()).isEmpty();
    }
}
