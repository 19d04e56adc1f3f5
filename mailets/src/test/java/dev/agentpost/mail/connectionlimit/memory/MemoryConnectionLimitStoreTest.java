package dev.agentpost.mail.connectionlimit.memory;

import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStoreContract;

class MemoryConnectionLimitStoreTest implements ConnectionLimitStoreContract {
    private final ConnectionLimitStore store = new MemoryConnectionLimitStore();

    @Override
    public ConnectionLimitStore testee() {
        return store;
    }
}
