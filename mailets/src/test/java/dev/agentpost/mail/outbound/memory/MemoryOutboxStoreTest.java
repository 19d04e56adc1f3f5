package dev.agentpost.mail.outbound.memory;

import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutboxStoreContract;

class MemoryOutboxStoreTest implements OutboxStoreContract {
    private final OutboxStore store = new MemoryOutboxStore();

    @Override
    public OutboxStore testee() {
        return store;
    }
}
