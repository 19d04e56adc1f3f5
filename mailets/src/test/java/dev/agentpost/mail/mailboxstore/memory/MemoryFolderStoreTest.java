package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.FolderStoreContract;

class MemoryFolderStoreTest implements FolderStoreContract {
    private final FolderStore store = new MemoryFolderStore();

    @Override
    public FolderStore testee() {
        return store;
    }
}
