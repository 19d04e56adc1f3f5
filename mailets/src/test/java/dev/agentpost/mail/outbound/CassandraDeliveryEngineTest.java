package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.outbound.cassandra.CassandraOutboxStore;
import dev.agentpost.mail.outbound.cassandra.OutboxSchema;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraDeliveryEngineTest extends DeliveryEngineContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OutboxSchema.SCHEMA);

    @Override
    OutboxStore newStore() {
        CASSANDRA.truncateTables();
        return new CassandraOutboxStore(CASSANDRA.session(), clock);
    }

    /** The message is added after what makes it due, by a node that may wait for the store as long as that takes. */
    @Test
    void whatIsDueShouldWaitForItsMessageForAnHour() {
        DueDelivery due = new DueDelivery(clock.instant(), "01JZZZZZZZZZZZZZZZZZZZZZZZ", "example.org");
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO outgoing_due (slot, due_at, message_id, destination) VALUES (?, ?, ?, ?)",
                        due.slot(),
                        due.dueAt(),
                        due.messageId(),
                        due.destination());

        pass(Duration.ofMinutes(59));
        assertThat(store.due(due.slot()).collectList().block()).containsExactly(due);
        pass(Duration.ofMinutes(2));

        assertThat(store.due(due.slot()).collectList().block()).isEmpty();
    }
}
