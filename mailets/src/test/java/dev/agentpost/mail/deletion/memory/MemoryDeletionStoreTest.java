package dev.agentpost.mail.deletion.memory;

import dev.agentpost.mail.deletion.DeletionStore;
import dev.agentpost.mail.deletion.DeletionStoreContract;

class MemoryDeletionStoreTest implements DeletionStoreContract {
    private final DeletionStore store = new MemoryDeletionStore();

    @Override
    public DeletionStore testee() {
        return store;
    }
}
