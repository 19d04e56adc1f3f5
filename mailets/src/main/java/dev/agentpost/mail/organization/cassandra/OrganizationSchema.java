package dev.agentpost.mail.organization.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code organization} is the truth; {@code organization_listing} has the ids in order. It may name organizations that
 * are gone, and never lacks one that exists: it is written before and removed after the truth.
 */
public interface OrganizationSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS organization ("
                    + "id text PRIMARY KEY, "
                    + "name text, "
                    + "status text, "
                    + "created_at timestamp"
                    + ") WITH comment = 'tenants; changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS organization_listing ("
                    + "bucket int, "
                    + "id text, "
                    + "PRIMARY KEY ((bucket), id)"
                    + ") WITH comment = 'ids of organization in order; bucket is 0'");
}
