package dev.agentpost.mail.deadletter.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/** One partition for each group of listeners, which holds the events that it could not process. */
public final class DeadLetterSchema {
    static final String TABLE = "event_dead_letter";
    static final String GROUP_NAME = "group_name";
    static final String INSERTION_ID = "insertion_id";
    static final String EVENT = "event";

    public static final TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS " + TABLE + " ("
            + GROUP_NAME + " text, "
            + INSERTION_ID + " uuid, "
            + EVENT + " text, "
            + "PRIMARY KEY (" + GROUP_NAME + ", " + INSERTION_ID + "))");

    private DeadLetterSchema() {}
}
