package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;

/** Quick, to be run while working. */
class MemoryManagerTest extends ManagerContracts {
    @Override
    TestStore store(Clock clock) {
        return TestStore.inMemory(clock);
    }
}
