package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages of folders. All changes of a folder have one order, whichever node makes them: each is one conditional
 * write, which moves the head and what it counts together. What an emitted value says is durable.
 *
 * <p>Errors: {@link FolderGoneException} when the folder is not there (any more), {@link FolderBusyException} when too
 * many changes wait, or others kept winning; that one, like a store that does not answer, is a temporary failure.
 */
public interface FolderMessages {
    /** How long expunged UIDs are remembered for {@link #vanishedSince}. */
    Duration VANISHED_MEMORY = Duration.ofDays(30);

    /** How long a delivery id is remembered: longer than any queue keeps a mail. */
    Duration DELIVERY_MEMORY = Duration.ofDays(30);

    /** Makes an empty folder; again, changes nothing. */
    Mono<FolderHead> create(FolderId folder, long uidValidity);

    Mono<FolderHead> head(FolderId folder);

    Mono<UidIndex> index(FolderId folder);

    /** Ascending by UID, read page by page as asked for. */
    Flux<StoredMessage> list(FolderId folder, UidRange range);

    Mono<Appended> append(FolderId folder, NewMessage message);

    /** In this order, with ascending UIDs; a failure may leave the first of them appended. */
    Mono<List<Appended>> appendAll(FolderId folder, List<NewMessage> messages);

    /** The UID of the message that has a {@link CopyClaim} of this name; empty when none in the folder has. */
    Mono<Long> claimedBy(FolderId folder, String claim);

    /** One element for each message of the ranges that is there, ascending by UID. */
    Mono<List<FlagsChange>> updateFlags(FolderId folder, Collection<UidRange> ranges, FlagsUpdate update);

    /** Those of the UIDs that were there, as they were, ascending. They are gone for good; their content is not yet. */
    Mono<List<StoredMessage>> expunge(FolderId folder, Collection<Long> uids);

    /** What was expunged after a modification sequence, ascending by it; without what {@link #VANISHED_MEMORY} forgot. */
    Flux<Vanished> vanishedSince(FolderId folder, long modSeq);

    /** The UIDs that were expunged after a modification sequence; empty when that may be longer ago than is remembered. */
    default Mono<Optional<List<UidRange>>> expungedSince(FolderId folder, long modSeq) {
        return vanishedSince(folder, 0)
                .next()
                .filter(oldest -> oldest.modSeq() <= modSeq)
                .flatMap(oldest -> vanishedSince(folder, modSeq)
                        .flatMapIterable(Vanished::uids)
                        .collectList()
                        .map(Optional::of))
                .defaultIfEmpty(Optional.empty());
    }

    /** Takes {@code \Recent} from all messages and says which had it; moves no modification sequence. */
    Mono<List<Long>> resetRecent(FolderId folder);

    /** Removes the folder and all in it; again, changes nothing. Its id must not be used for another one. */
    Mono<Void> delete(FolderId folder);
}
