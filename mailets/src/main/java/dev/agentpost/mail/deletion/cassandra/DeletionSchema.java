package dev.agentpost.mail.deletion.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code bucket} is 0 to {@link #BUCKETS} - 1, by the subject. Rows come and go within seconds, and one that comes back
 * means no more than that something is deleted again: so what was removed need not be remembered for long.
 */
public interface DeletionSchema {
    int BUCKETS = 8;

    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS deletion ("
            + "bucket int, "
            + "kind text, "
            + "organization_id text, "
            + "subject text, "
            + "holder uuid, "
            + "held_until timestamp, "
            + "ready_at timestamp, "
            + "PRIMARY KEY ((bucket), organization_id, kind, subject)"
            + ") WITH comment = 'what is being deleted; changed by lightweight transactions only'"
            + " AND gc_grace_seconds = 3600");
}
