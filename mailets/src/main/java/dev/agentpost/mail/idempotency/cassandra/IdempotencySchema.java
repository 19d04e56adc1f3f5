package dev.agentpost.mail.idempotency.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import java.time.Duration;

/** A row for each key of an inbox, changed by lightweight transactions only. Rows go by themselves. */
public interface IdempotencySchema {
    /** What is written later goes earlier, so that no row is left without the columns of the first write. */
    Duration LATER_WRITES = IdempotencyStore.RETENTION;

    Duration TIME_TO_LIVE = IdempotencyStore.RETENTION.plusHours(1);

    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS idempotency_key ("
            + "inbox_id text, "
            + "idempotency_key text, "
            + "submission_id text, "
            + "digest text, "
            + "held_until timestamp, "
            + "accepted_at timestamp, "
            + "PRIMARY KEY ((inbox_id, idempotency_key))"
            + ") WITH comment = 'which message has a key; changed by lightweight transactions only'"
            + " AND default_time_to_live = " + TIME_TO_LIVE.toSeconds());
}
