package dev.agentpost.mail.ratelimit.memory;

import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendLimitStoreContract;

class MemorySendLimitStoreTest implements SendLimitStoreContract {
    private final SendLimitStore store = new MemorySendLimitStore();

    @Override
    public SendLimitStore testee() {
        return store;
    }
}
