package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.store.StoreMailboxManager;

/** Our mailboxes, in memory, for tests of what stands in front of them. */
public final class MemoryMailboxes {
    private MemoryMailboxes() {}

    /** Where expunged messages go to Trash. */
    public static StoreMailboxManager withTrash() {
        return TestMailboxes.withTrash(TestStore.inMemory(Clock.systemUTC())).manager();
    }

    /** Where Sent holds a message once, and an inbox only so many bytes. */
    public static StoreMailboxManager withSentOnce(long bytes) {
        InMemoryPerUserMaxQuotaManager limits = new InMemoryPerUserMaxQuotaManager();
        limits.setGlobalMaxStorage(QuotaSizeLimit.size(bytes));
        return withSentOnce(limits);
    }

    /** Where Sent holds a message once, and an inbox only so much. */
    public static StoreMailboxManager withSentOnce(MaxQuotaManager limits) {
        return TestMailboxes.withSentOnce(TestStore.inMemory(Clock.systemUTC()), limits)
                .manager();
    }
}
