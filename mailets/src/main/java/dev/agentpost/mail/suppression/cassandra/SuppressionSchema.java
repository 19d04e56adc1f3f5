package dev.agentpost.mail.suppression.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

public interface SuppressionSchema {
    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS suppression ("
            + "organization_id text, "
            + "address text, "
            + "status text, "
            + "reason text, "
            + "message_id text, "
            + "created_at timestamp, "
            + "PRIMARY KEY ((organization_id), address)"
            + ") WITH comment = 'addresses that an organization does not send to any more'");
}
