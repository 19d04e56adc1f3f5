package dev.agentpost.mail.audit.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * The events of an organization in partitions of a day, and which days there are. A day's row is written anew with its
 * events, so it goes after the last of them.
 */
public interface AuditSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS audit_event ("
                    + "organization_id text, "
                    + "day date, "
                    + "id text, "
                    + "action text, "
                    + "outcome text, "
                    + "key_id text, "
                    + "inbox text, "
                    + "remote_address text, "
                    + "reason text, "
                    + "PRIMARY KEY ((organization_id, day), id)"
                    + ") WITH CLUSTERING ORDER BY (id DESC)"
                    + " AND comment = 'what was refused and changed; rows go by themselves'"
                    + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
                    + " 'compaction_window_size': 3}",
            "CREATE TABLE IF NOT EXISTS audit_day ("
                    + "organization_id text, "
                    + "day date, "
                    + "PRIMARY KEY ((organization_id), day)"
                    + ") WITH CLUSTERING ORDER BY (day DESC)"
                    + " AND comment = 'the days of an organization in audit_event; rows go by themselves'");
}
