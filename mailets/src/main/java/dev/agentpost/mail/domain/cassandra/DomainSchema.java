package dev.agentpost.mail.domain.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/** {@code domain} says whose a domain is; {@code domain_wish} who has asked for it, which gives nobody anything. */
public interface DomainSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS domain ("
                    + "name text PRIMARY KEY, "
                    + "organization_id text, "
                    + "verified_at timestamp, "
                    + "catch_all text, "
                    + "leaving boolean"
                    + ") WITH comment = 'verified domains; changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS domain_wish ("
                    + "organization_id text, "
                    + "name text, "
                    + "proof_token text, "
                    + "created_at timestamp, "
                    + "PRIMARY KEY ((organization_id), name)"
                    + ") WITH comment = 'domains that organizations have or want; changed by lightweight transactions"
                    + " only'");
}
