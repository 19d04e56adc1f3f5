package dev.agentpost.mail.mailboxstore.rows;

import com.google.common.collect.Iterables;
import dev.agentpost.mail.mailboxstore.FolderGoneException;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.UsedContents;
import java.util.Collection;
import java.util.Set;
import javax.inject.Inject;
import reactor.core.publisher.Flux;

/** A linearizable read of the head comes first: plain reads then find all that it had let win. */
public final class RowUsedContents implements UsedContents {
    private final FolderRows rows;
    private final FolderMessages messages;

    @Inject
    public RowUsedContents(FolderRows rows, FolderMessages messages) {
        this.rows = rows;
        this.messages = messages;
    }

    @Override
    public Flux<StoredMessage> at(FolderId folder, Collection<Long> uids) {
        return rows.latest(folder, Set.of())
                .flatMapMany(head -> Flux.fromIterable(Iterables.partition(uids, FolderRows.MAX_UIDS))
                        .concatMap(some -> rows.messages(folder, some)));
    }

    @Override
    public Flux<StoredMessage> all(FolderId folder) {
        return rows.latest(folder, Set.of())
                .flatMapMany(head -> messages.list(folder, UidRange.ALL))
                .onErrorResume(FolderGoneException.class, gone -> Flux.empty());
    }
}
