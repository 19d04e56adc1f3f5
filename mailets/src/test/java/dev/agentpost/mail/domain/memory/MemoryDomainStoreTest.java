package dev.agentpost.mail.domain.memory;

import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.domain.DomainStoreContract;

class MemoryDomainStoreTest implements DomainStoreContract {
    private final DomainStore store = new MemoryDomainStore();

    @Override
    public DomainStore testee() {
        return store;
    }
}
