package dev.agentpost.mail.inbox.memory;

import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.AliasStoreContract;
import dev.agentpost.mail.inbox.InboxStore;

class MemoryAliasStoreTest implements AliasStoreContract {
    private final MemoryInboxStore store = new MemoryInboxStore();

    @Override
    public AliasStore testee() {
        return store;
    }

    @Override
    public InboxStore inboxes() {
        return store;
    }
}
