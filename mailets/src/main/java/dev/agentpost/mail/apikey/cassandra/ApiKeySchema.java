package dev.agentpost.mail.apikey.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code api_key} is the truth, by what a login has in hand. {@code api_key_by_organization} leads to it by id; it may
 * name keys that are gone, and never lacks one that exists.
 */
public interface ApiKeySchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS api_key ("
                    + "secret_hash blob PRIMARY KEY, "
                    + "id text, "
                    + "organization_id text, "
                    + "name text, "
                    + "scopes frozen<set<text>>, "
                    + "inboxes frozen<set<text>>, "
                    + "allowed_ips frozen<set<text>>, "
                    + "created_at timestamp, "
                    + "expires_at timestamp, "
                    + "revoked_at timestamp, "
                    + "last_used_at timestamp"
                    + ") WITH comment = 'keys by SHA-256 of the secret; changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS api_key_by_organization ("
                    + "organization_id text, "
                    + "key_id text, "
                    + "secret_hash blob, "
                    + "PRIMARY KEY ((organization_id), key_id)"
                    + ") WITH comment = 'keys of an organization in order'");
}
