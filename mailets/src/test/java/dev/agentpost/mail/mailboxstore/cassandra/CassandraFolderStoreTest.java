package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.FolderStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraFolderStoreTest implements FolderStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(FolderSchema.SCHEMA);

    private FolderStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraFolderStore(CASSANDRA.session());
    }

    @Override
    public FolderStore testee() {
        return store;
    }
}
