package dev.agentpost.mail.idempotency.memory;

import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.idempotency.ClusterKeyedSubmissionsContract;
import dev.agentpost.mail.idempotency.IdempotencyStore;

class MemoryIdempotencyStoreTest implements ClusterKeyedSubmissionsContract {
    private final IdempotencyStore store = new MemoryIdempotencyStore();
    private final TestClock clock = new TestClock();

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
