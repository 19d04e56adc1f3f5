package dev.agentpost.mail.audit.memory;

import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.audit.AuditStoreContract;

class MemoryAuditStoreTest implements AuditStoreContract {
    private final AuditStore store = new MemoryAuditStore();

    @Override
    public AuditStore testee() {
        return store;
    }
}
