package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Passes everything on. */
public class ForwardingRows implements FolderRows {
    private final FolderRows rows;

    public ForwardingRows(FolderRows rows) {
        this.rows = rows;
    }

    @Override
    public Mono<FolderHead> head(FolderId folder) {
        return rows.head(folder);
    }

    @Override
    public Mono<FolderPages> pages(FolderId folder) {
        return rows.pages(folder);
    }

    @Override
    public Mono<FolderPages> latest(FolderId folder, Set<Long> pages, Set<String> claims) {
        return rows.latest(folder, pages, claims);
    }

    @Override
    public Mono<Standing> standing(FolderId folder, long version) {
        return rows.standing(folder, version);
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, UidRange range) {
        return rows.messages(folder, range);
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, Collection<Long> uids) {
        return rows.messages(folder, uids);
    }

    @Override
    public Flux<Vanished> vanished(FolderId folder, long modSeq) {
        return rows.vanished(folder, modSeq);
    }

    @Override
    public Mono<WriteOutcome> create(FolderId folder, FolderHead head) {
        return rows.create(folder, head);
    }

    @Override
    public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
        return rows.write(folder, batch);
    }

    @Override
    public Mono<WriteOutcome> delete(FolderId folder, long version) {
        return rows.delete(folder, version);
    }
}
