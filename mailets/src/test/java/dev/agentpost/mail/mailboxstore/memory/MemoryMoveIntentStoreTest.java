package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import dev.agentpost.mail.mailboxstore.MoveIntentStoreContract;

class MemoryMoveIntentStoreTest implements MoveIntentStoreContract {
    private final MoveIntentStore store = new MemoryMoveIntentStore();

    @Override
    public MoveIntentStore testee() {
        return store;
    }
}
