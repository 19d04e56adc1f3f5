package dev.agentpost.mail.mailboxstore;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Brings messages into folders and out of them: rows, contents and envelopes together, in an order that loses nothing
 * when it stops half-way. A content is durable and announced before a row points to it; it is released before its row
 * goes, so that a content without a row is looked at again, and one that was just released is not yet removed. The
 * errors are those of {@link FolderMessages} and of the stores. Safe for use by many threads.
 */
@Singleton
public final class MessageFiling implements AutoCloseable {
    /** Messages that are copied, moved or expunged in one go: their envelopes are in memory together. */
    private static final int BATCH = 200;

    private static final int LATE_WRITES = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageFiling.class);

    private final FolderMessages folders;
    private final ContentStore contents;
    private final EnvelopeStore envelopes;
    private final MessageCopies copies;
    private final MessageMoves moves;
    private final RowRemoval removal;
    private final LateWrites lateWrites = new LateWrites(LATE_WRITES);
    private final Gatherer<FiledMessage> filed;

    @Inject
    public MessageFiling(
            FolderMessages folders,
            ContentStore contents,
            EnvelopeStore envelopes,
            MoveIntentStore intents,
            Clock clock) {
        this.folders = folders;
        this.contents = contents;
        this.envelopes = envelopes;
        this.copies = new MessageCopies(folders, contents, envelopes, lateWrites);
        this.filed = new Gatherer<>(messages -> FiledMessage.savePlacesAndEnvelopes(messages, contents, envelopes));
        this.removal = new RowRemoval(folders, envelopes, filed::settled, lateWrites);
        this.moves = new MessageMoves(copies, removal, intents, lateWrites, clock);
    }

    /**
     * @param recent whether the message is {@code \Recent} until a session selects the folder
     * @param contentId a fresh one, when the caller must know it beforehand; never one of an earlier attempt
     */
    public record Options(
            Optional<DeliveryId> deliveryId,
            Optional<CopyClaim> claim,
            MessageFlags flags,
            boolean recent,
            Instant internalDate,
            Instant saveDate,
            Optional<ContentId> contentId) {

        public Options(
                Optional<DeliveryId> deliveryId,
                MessageFlags flags,
                boolean recent,
                Instant internalDate,
                Instant saveDate,
                Optional<ContentId> contentId) {
            this(deliveryId, Optional.empty(), flags, recent, internalDate, saveDate, contentId);
        }

        /** The row that an append with these made; not for one whose content was there, or had no id beforehand. */
        public StoredMessage row(MessageSource source, Appended appended) {
            return new StoredMessage(
                    appended.uid(),
                    appended.modSeq(),
                    contentId.orElseThrow(),
                    appended.flags(flags),
                    internalDate,
                    saveDate,
                    source.sizeBytes(),
                    source.header().length);
        }
    }

    /**
     * @param from as it was in the folder it left, but with the flags that it has now
     * @param hasLeft false when another had taken it from there meanwhile
     */
    public record Moved(StoredMessage from, Appended to, boolean hasLeft) {}

    /** What is emitted is durable. The source is read on a thread that may block. */
    public Mono<Appended> append(FolderId folder, MessageSource source, Options options) {
        return Mono.defer(() -> {
            ContentId id = options.contentId().orElseGet(ContentId::generate);
            return save(id, folder, source)
                    .then(Mono.defer(() -> folders.append(folder, newMessage(id, source, options))))
                    .onErrorResume(failure -> releaseUnused(id).then(Mono.error(failure)))
                    .flatMap(appended ->
                            afterAppend(folder, id, source, appended).thenReturn(appended));
        });
    }

    private Mono<Void> save(ContentId id, FolderId folder, MessageSource source) {
        return Mono.<Void, InputStream>using(
                        source.body()::open,
                        body -> contents.save(id, folder, source.header(), body, source.bodyBytes()),
                        MessageFiling::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOGGER.warn("could not close a message that was read to its end", e);
        }
    }

    private static NewMessage newMessage(ContentId id, MessageSource source, Options options) {
        return new NewMessage(
                id,
                options.deliveryId(),
                options.claim(),
                options.flags(),
                options.recent(),
                options.internalDate(),
                options.saveDate(),
                source.sizeBytes(),
                source.header().length);
    }

    private Mono<Void> afterAppend(FolderId folder, ContentId id, MessageSource source, Appended appended) {
        if (appended.wasThere()) {
            return releaseUnused(id);
        }
        return lateWrites
                .take(
                        "place and envelope of " + id,
                        filed.save(new FiledMessage(folder, Announcement.first(id), appended.uid(), source.header())))
                .then(Mono.defer(() ->
                        Mono.justOrEmpty(appended.replaced()).flatMap(replaced -> afterReplacement(folder, replaced))));
    }

    private Mono<Void> afterReplacement(FolderId folder, StoredMessage replaced) {
        return lateWrites.take(
                "that content " + replaced.contentId() + " was replaced",
                contents.release(List.of(replaced.contentId()))
                        .then(removal.removeEnvelopes(folder, List.of(UidRange.one(replaced.uid())))));
    }

    private Mono<Void> releaseUnused(ContentId id) {
        return lateWrites.take("that content " + id + " has no use", contents.release(List.of(id)));
    }

    /** In the order given. A failure may leave some of the messages copied. */
    public Mono<List<Appended>> copy(FolderId from, List<StoredMessage> messages, FolderId to, Instant saveDate) {
        return Flux.fromIterable(Lists.partition(messages, BATCH))
                .concatMap(batch -> copies.copy(
                        from, batch, to, message -> MessageCopies.newMessage(message, Optional.empty(), saveDate)))
                .collectList()
                .map(MessageFiling::concatenated);
    }

    /**
     * In the order given. Messages that are gone meanwhile are copied nevertheless. A failure may leave some of them
     * moved, and others to be moved by {@link #finishMoves}.
     */
    public Mono<List<Moved>> move(FolderId from, List<StoredMessage> messages, FolderId to, Instant saveDate) {
        return Flux.fromIterable(Lists.partition(messages, BATCH))
                .concatMap(batch -> moves.move(from, batch, to, saveDate, false))
                .collectList()
                .map(MessageFiling::concatenated);
    }

    /** As {@link #move}, but without {@code \Deleted}. */
    public Mono<List<Moved>> moveToTrash(
            FolderId from, List<StoredMessage> messages, FolderId trash, Instant saveDate) {
        return Flux.fromIterable(Lists.partition(messages, BATCH))
                .concatMap(batch -> moves.move(from, batch, trash, saveDate, true))
                .collectList()
                .map(MessageFiling::concatenated);
    }

    /**
     * Finishes the moves that were left half-way, by a node which died or for want of the store. Any number of nodes may do
     * so at once. A message whose copy has been expunged since stays where it was.
     *
     * @param begunSince how far to look back
     * @return how many; an error when some could not be finished, after the others
     */
    public Mono<Long> finishMoves(Instant begunSince) {
        return moves.finish(begunSince);
    }

    /** Those of the UIDs that are there, ascending: one look-up for those that are near each other. */
    public Flux<StoredMessage> find(FolderId folder, Collection<Long> uids) {
        return removal.find(folder, uids);
    }

    /** Those of the UIDs that were there, as they were, ascending. */
    public Mono<List<StoredMessage>> expunge(FolderId folder, Collection<Long> uids) {
        return Flux.fromIterable(Lists.partition(List.copyOf(new TreeSet<>(uids)), BATCH))
                .concatMap(batch -> find(folder, batch).collectList().flatMap(rows -> expungeRows(folder, rows)))
                .collectList()
                .map(MessageFiling::concatenated);
    }

    /** Those which were still there, as they were, ascending. */
    public Mono<List<StoredMessage>> expungeRows(FolderId folder, List<StoredMessage> messages) {
        return Flux.fromIterable(Lists.partition(messages, BATCH))
                .concatMap(batch -> contents.release(
                                batch.stream().map(StoredMessage::contentId).collect(Collectors.toSet()))
                        .then(Mono.defer(() -> removal.remove(
                                folder, batch.stream().map(StoredMessage::uid).toList()))))
                .collectList()
                .map(MessageFiling::concatenated);
    }

    /** Removes the folder and all in it; again, changes nothing. */
    public Mono<Void> delete(FolderId folder) {
        return folders.list(folder, UidRange.ALL)
                .map(StoredMessage::contentId)
                .buffer(BATCH)
                .concatMap(contents::release)
                .then(folders.head(folder))
                .flatMap(head -> folders.delete(folder).then(deleteEnvelopes(folder, head.lastUid())))
                .onErrorResume(FolderGoneException.class, gone -> Mono.empty());
    }

    private Mono<Void> deleteEnvelopes(FolderId folder, long lastUid) {
        return lastUid == 0
                ? Mono.empty()
                : lateWrites.take(
                        "that the envelopes of folder " + folder + " are gone",
                        removal.removeEnvelopes(folder, List.of(new UidRange(1, lastUid))));
    }

    private static <T> List<T> concatenated(List<List<T>> lists) {
        List<T> all = new ArrayList<>();
        lists.forEach(all::addAll);
        return all;
    }

    /** Waits for what is still to be written. */
    @Override
    @PreDestroy
    public void close() {
        lateWrites.close();
    }
}
