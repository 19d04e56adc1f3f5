package dev.agentpost.mail.mailboxstore.rows;

import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rows of folders: one partition each, changed only by conditional writes. Emits on threads that must not be
 * blocked. What the head's absence shows is an empty answer: there is no such folder.
 */
public interface FolderRows {
    /** How many UIDs one look-up may name. */
    int MAX_UIDS = 256;

    Mono<FolderHead> head(FolderId folder);

    /** Head and all pages that are there, in one read. */
    Mono<FolderPages> pages(FolderId folder);

    /**
     * Head and the pages of these numbers, in one linearizable read: what a plain read finds afterwards is at least as
     * new, so that rows which are read for a change cannot be older than the head that the change depends on.
     */
    default Mono<FolderPages> latest(FolderId folder, Set<Long> pages) {
        return latest(folder, pages, Set.of());
    }

    /** The same, with those of the claims that are there. */
    Mono<FolderPages> latest(FolderId folder, Set<Long> pages, Set<String> claims);

    /** Head and which change led to that version, in one linearizable read, after which no older write can win. */
    Mono<Standing> standing(FolderId folder, long version);

    /** @param changeId absent when that version was not reached, or was more than {@value #CHANGE_MEMORY_HOURS} h ago */
    record Standing(FolderHead head, Optional<UUID> changeId) {}

    int CHANGE_MEMORY_HOURS = 24;

    /** Ascending, page by page as asked for; walks over what was removed in the range. */
    Flux<StoredMessage> messages(FolderId folder, UidRange range);

    /** Ascending, those that are there; {@value #MAX_UIDS} at most. */
    Flux<StoredMessage> messages(FolderId folder, Collection<Long> uids);

    /** Ascending, with a higher modification sequence than this one. */
    Flux<Vanished> vanished(FolderId folder, long modSeq);

    /** @return refused when there is such a folder */
    Mono<WriteOutcome> create(FolderId folder, FolderHead head);

    Mono<WriteOutcome> write(FolderId folder, RowBatch batch);

    /** Removes every row of the folder when the head has that version. */
    Mono<WriteOutcome> delete(FolderId folder, long version);
}
