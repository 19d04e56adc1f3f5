package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;

class SendAllowanceTest extends SendAllowanceContract {
    @Override
    protected SendLedgerStore newLedgerStore() {
        return new MemorySendLedgerStore();
    }
}
