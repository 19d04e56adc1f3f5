package dev.agentpost.mail.ratelimit.memory;

import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendLedgerStoreContract;

class MemorySendLedgerStoreTest implements SendLedgerStoreContract {
    private final SendLedgerStore store = new MemorySendLedgerStore();

    @Override
    public SendLedgerStore testee() {
        return store;
    }
}
