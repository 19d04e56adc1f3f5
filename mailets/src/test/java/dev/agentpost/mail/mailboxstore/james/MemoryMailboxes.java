package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;
import org.apache.james.mailbox.store.StoreMailboxManager;

/** Our mailboxes, in memory, for tests of what stands in front of them. */
public final class MemoryMailboxes {
    private MemoryMailboxes() {}

    /** Where expunged messages go to Trash. */
    public static StoreMailboxManager withTrash() {
        return TestMailboxes.withTrash(TestStore.inMemory(Clock.systemUTC())).manager();
    }
}
