package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.EnvelopeStoreContract;

class MemoryEnvelopeStoreTest implements EnvelopeStoreContract {
    private final EnvelopeStore store = new MemoryEnvelopeStore();

    @Override
    public EnvelopeStore testee() {
        return store;
    }
}
