package dev.agentpost.mail.inbox.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code inbox} is the truth. {@code inbox_by_organization} gives the order of listings; it may name inboxes that are
 * gone or never came to be, and never lacks one that exists. {@code inbox_client_id} holds the whole inbox, so that a
 * repeated request finishes a creation that was interrupted.
 *
 * <p>Aliases are rows of {@code inbox} too, since an address belongs to one inbox: {@code id} and {@code alias_of} name
 * the inbox, and the alias counts as long as that inbox is there. {@code inbox_alias} is to them what {@code
 * inbox_by_organization} is to inboxes.
 *
 * <p>An inbox that is {@code leaving} counts as gone, but for its address, which stays taken until its row goes.
 */
public interface InboxSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS inbox ("
                    + "email text PRIMARY KEY, "
                    + "id text, "
                    + "organization_id text, "
                    + "display_name text, "
                    + "client_id text, "
                    + "send_paused boolean, "
                    + "created_at timestamp, "
                    + "alias_of text, "
                    + "leaving boolean"
                    + ") WITH comment = 'addresses of inboxes, own and aliases; changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS inbox_by_organization ("
                    + "organization_id text, "
                    + "inbox_id text, "
                    + "email text, "
                    + "PRIMARY KEY ((organization_id), inbox_id)"
                    + ") WITH comment = 'inboxes of an organization in order'",
            "CREATE TABLE IF NOT EXISTS inbox_alias ("
                    + "organization_id text, "
                    + "inbox_id text, "
                    + "address text, "
                    + "PRIMARY KEY ((organization_id), inbox_id, address)"
                    + ") WITH comment = 'aliases of the inboxes of an organization in order'",
            "CREATE TABLE IF NOT EXISTS inbox_client_id ("
                    + "organization_id text, "
                    + "client_id text, "
                    + "id text, "
                    + "email text, "
                    + "display_name text, "
                    + "send_paused boolean, "
                    + "created_at timestamp, "
                    + "PRIMARY KEY ((organization_id, client_id))"
                    + ") WITH comment = 'claims of client_id; changed by lightweight transactions only'");
}
