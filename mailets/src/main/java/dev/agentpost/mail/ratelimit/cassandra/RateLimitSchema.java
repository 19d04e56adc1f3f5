package dev.agentpost.mail.ratelimit.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code send_ledger} is changed by lightweight transactions only, each of which gives a row a new {@code version}. Of
 * {@code send_lease} only the row of a node that died is ever read.
 */
public interface RateLimitSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS send_limit ("
                    + "organization_id text, "
                    + "scope_id text, "
                    + "max_by_seconds frozen<map<int, int>>, "
                    + "PRIMARY KEY ((organization_id), scope_id)"
                    + ") WITH comment = 'limits that were set, of the organization, its inboxes and keys'",
            "CREATE TABLE IF NOT EXISTS send_ledger ("
                    + "scope_id text PRIMARY KEY, "
                    + "version uuid, "
                    + "spendings blob"
                    + ") WITH comment = 'recipients sent to; changed by lightweight transactions only, goes by itself'",
            "CREATE TABLE IF NOT EXISTS send_lease ("
                    + "lease uuid PRIMARY KEY, "
                    + "spent bigint"
                    + ") WITH comment = 'how much of a lease in send_ledger is spent; rows go by themselves'"
                    // nothing is ever deleted here, so no deletion can be missed by a replica
                    + " AND gc_grace_seconds = 3600"
                    + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
                    + " 'compaction_window_size': 1}");
}
