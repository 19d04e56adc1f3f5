package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.FolderNodesContract;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;

class MemoryFolderNodesTest implements FolderNodesContract {
    private final FolderRows rows = new MemoryFolderRows();

    @Override
    public FolderRows rows() {
        return rows;
    }
}
