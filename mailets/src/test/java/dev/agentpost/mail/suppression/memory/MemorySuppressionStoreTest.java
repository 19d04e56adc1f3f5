package dev.agentpost.mail.suppression.memory;

import dev.agentpost.mail.suppression.SuppressionStore;
import dev.agentpost.mail.suppression.SuppressionStoreContract;

class MemorySuppressionStoreTest implements SuppressionStoreContract {
    private final SuppressionStore store = new MemorySuppressionStore();

    @Override
    public SuppressionStore testee() {
        return store;
    }
}
