package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * What is known of folders but their messages. {@code names_version} is another with each name that is given: two names
 * that differ in case only are not given at once, because one of the two must read again.
 */
public interface FolderSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS folder_by_owner ("
                    + "owner text, "
                    + "name text, "
                    + "folder_id uuid, "
                    + "uid_validity bigint, "
                    + "names_version uuid STATIC, "
                    + "PRIMARY KEY ((owner), name)"
                    + ") WITH comment = 'the folders of an inbox; changed only by conditional writes'",
            "CREATE TABLE IF NOT EXISTS folder ("
                    + "folder_id uuid PRIMARY KEY, "
                    + "owner text"
                    + ") WITH comment = 'whose a folder is, which never changes; its name is in folder_by_owner'",
            "CREATE TABLE IF NOT EXISTS folder_annotation ("
                    + "folder_id uuid, "
                    + "key text, "
                    + "value text, "
                    + "PRIMARY KEY ((folder_id), key)"
                    + ") WITH comment = 'RFC 5464'",
            "CREATE TABLE IF NOT EXISTS folder_subscription ("
                    + "owner text, "
                    + "name text, "
                    + "PRIMARY KEY ((owner), name)"
                    + ") WITH comment = 'names that an inbox has subscribed to'");
}
