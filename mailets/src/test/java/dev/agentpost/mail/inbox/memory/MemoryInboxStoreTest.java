package dev.agentpost.mail.inbox.memory;

import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.InboxStoreContract;

class MemoryInboxStoreTest implements InboxStoreContract {
    private final InboxStore store = new MemoryInboxStore();

    @Override
    public InboxStore testee() {
        return store;
    }
}
