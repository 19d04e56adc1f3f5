package dev.agentpost.mail.dkim.memory;

import dev.agentpost.mail.dkim.DkimKeyStore;
import dev.agentpost.mail.dkim.DkimKeyStoreContract;

class MemoryDkimKeyStoreTest implements DkimKeyStoreContract {
    private final DkimKeyStore store = new MemoryDkimKeyStore();

    @Override
    public DkimKeyStore testee() {
        return store;
    }
}
