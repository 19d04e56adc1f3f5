package dev.agentpost.mail.outbound.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.outbound.OutboxStore;

/**
 * A partition for each message, changed by lightweight transactions only; the truth. When it is due stands in {@code
 * outgoing_due} too, which may say too much and never too little. All rows go by themselves.
 *
 * <pre>
 * outgoing  kind 0  the message
 *           kind 1  a destination: when it is due, who has it
 *           kind 2  a recipient
 * </pre>
 */
public interface OutboxSchema {
    String EXPIRY = " AND default_time_to_live = " + OutboxStore.RETENTION.toSeconds();

    /**
     * Rows come and go within minutes, and one that a deletion has missed is found to be stale: so what was deleted need
     * not be remembered for long.
     */
    String SHORT_LIVED = EXPIRY + " AND gc_grace_seconds = 3600";

    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS outgoing ("
                    + "message_id text, "
                    + "kind tinyint, "
                    + "destination text, "
                    + "recipient text, "
                    + "organization_id text, "
                    + "inbox text, "
                    + "sender text, "
                    + "content_id uuid, "
                    + "size bigint, "
                    + "eight_bit boolean, "
                    + "accepted_at timestamp, "
                    + "expires_at timestamp, "
                    + "due_at timestamp, "
                    + "attempts int, "
                    + "lease_token uuid, "
                    + "lease_until timestamp, "
                    + "status text, "
                    + "reply text, "
                    + "host text, "
                    + "changed_at timestamp, "
                    + "PRIMARY KEY ((message_id), kind, destination, recipient)"
                    + ") WITH comment = 'messages to other servers, changed by lightweight transactions only'" + EXPIRY,
            "CREATE TABLE IF NOT EXISTS outgoing_content ("
                    + "content_id uuid, "
                    + "part int, "
                    + "octets blob, "
                    + "PRIMARY KEY ((content_id, part))"
                    + ") WITH comment = 'octets of messages to other servers'" + EXPIRY,
            "CREATE TABLE IF NOT EXISTS outgoing_due ("
                    + "slot bigint, "
                    + "due_at timestamp, "
                    + "message_id text, "
                    + "destination text, "
                    + "PRIMARY KEY ((slot), due_at, message_id, destination)"
                    + ") WITH comment = 'when messages to other servers are tried'" + SHORT_LIVED,
            "CREATE TABLE IF NOT EXISTS outgoing_due_start ("
                    + "name text, "
                    + "slot bigint, "
                    + "PRIMARY KEY ((name))"
                    + ") WITH comment = 'the slot of outgoing_due before which all are empty'",
            "CREATE TABLE IF NOT EXISTS outgoing_of_organization ("
                    + "organization_id text, "
                    + "day date, "
                    + "message_id text, "
                    + "PRIMARY KEY ((organization_id, day), message_id)"
                    + ") WITH CLUSTERING ORDER BY (message_id DESC)"
                    + " AND comment = 'messages to other servers of an organization'" + EXPIRY);
}
