package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.ContentStoreContract;
import java.time.Clock;

class MemoryContentStoreTest implements ContentStoreContract {
    private final ContentStore store = new MemoryContentStore(Clock.systemUTC());

    @Override
    public ContentStore testee() {
        return store;
    }
}
