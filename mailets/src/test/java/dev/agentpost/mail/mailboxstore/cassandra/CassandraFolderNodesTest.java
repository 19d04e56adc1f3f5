package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.FolderNodesContract;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraFolderNodesTest implements FolderNodesContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FolderMessageSchema.SCHEMA);

    private static FolderRows rows;

    @BeforeAll
    static void setUp() {
        rows = new CassandraFolderRows(CASSANDRA.session());
    }

    @Override
    public FolderRows rows() {
        return rows;
    }
}
