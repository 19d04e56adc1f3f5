package dev.agentpost.mail.dkim.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/** Private keys are stored as they are: whoever can read the tables can sign for the domains. */
public interface DkimSchema {
    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS dkim_key ("
            + "domain text, "
            + "number int, "
            + "pkcs8 blob, "
            + "created_at timestamp, "
            + "PRIMARY KEY ((domain), number)"
            + ") WITH CLUSTERING ORDER BY (number DESC)"
            + " AND comment = 'private keys; added and removed by lightweight transactions only'");
}
