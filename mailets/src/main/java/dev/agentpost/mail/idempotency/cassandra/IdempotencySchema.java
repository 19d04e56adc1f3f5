package dev.agentpost.mail.idempotency.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import java.time.Duration;

/** A row for each message that claims a key. Its fate is changed by lightweight transactions only. Rows go by themselves. */
public interface IdempotencySchema {
    /** What is written later goes earlier, so that no row is left without the columns of the first write. */
    Duration LATER_WRITES = IdempotencyStore.RETENTION;

    Duration TIME_TO_LIVE = IdempotencyStore.RETENTION.plusHours(1);

    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS idempotency_claim ("
            + "inbox_id text, "
            + "idempotency_key text, "
            + "submission_id text, "
            + "digest text, "
            + "held_until timestamp, "
            + "accepted_at timestamp, "
            + "fate text, "
            + "PRIMARY KEY ((inbox_id, idempotency_key), submission_id)"
            + ") WITH comment = 'which messages claim a key, and which has it'"
            + " AND default_time_to_live = " + TIME_TO_LIVE.toSeconds());
}
