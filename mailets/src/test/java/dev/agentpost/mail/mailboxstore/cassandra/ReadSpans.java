package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.ForwardingRows;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/** Counts the UIDs, dead or alive, over which message rows are read. */
final class ReadSpans extends ForwardingRows {
    private final AtomicLong uids = new AtomicLong();

    ReadSpans(FolderRows rows) {
        super(rows);
    }

    long uids() {
        return uids.get();
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, UidRange range) {
        uids.addAndGet(range.last() - range.first() + 1);
        return super.messages(folder, range);
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, Collection<Long> some) {
        uids.addAndGet(some.size());
        return super.messages(folder, some);
    }
}
