package dev.agentpost.mail.connectionlimit.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code connection_slot} has what each node holds of an inbox, and counts as long as {@code connection_node} has the node.
 * Every change of a partition of {@code connection_slot} is a lightweight transaction that gives it a new {@code turn}.
 */
public interface ConnectionLimitSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS connection_limit ("
                    + "organization_id text, "
                    + "inbox_id text, "
                    + "imap_connections int, "
                    + "PRIMARY KEY ((organization_id), inbox_id)"
                    + ") WITH comment = 'limits that were set; inbox_id is empty for all of the organization'",
            "CREATE TABLE IF NOT EXISTS connection_slot ("
                    + "inbox_id text, "
                    + "node_id uuid, "
                    + "turn uuid static, "
                    + "held int, "
                    + "PRIMARY KEY ((inbox_id), node_id)"
                    + ") WITH comment = 'IMAP connections by node; changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS connection_node ("
                    + "node_id uuid PRIMARY KEY, "
                    + "renewed_at timestamp"
                    + ") WITH comment = 'nodes that live; rows go by themselves'"
                    + " AND gc_grace_seconds = 3600");
}
