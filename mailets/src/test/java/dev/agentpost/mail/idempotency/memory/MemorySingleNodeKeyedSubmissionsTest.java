package dev.agentpost.mail.idempotency.memory;

import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.SingleNodeKeyedSubmissionsTest;

class MemorySingleNodeKeyedSubmissionsTest extends SingleNodeKeyedSubmissionsTest {
    @Override
    protected IdempotencyStore newStore() {
        return new MemoryIdempotencyStore();
    }
}
