package dev.agentpost.mail.mailboxstore;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    private static final int NEAR = 256;
    private static final int LATE_WRITES = 256;

    /** Another node works on a move for less than this, or it has died. */
    private static final Duration MOVE_TIME = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageFiling.class);

    private final FolderMessages folders;
    private final ContentStore contents;
    private final EnvelopeStore envelopes;
    private final MoveIntentStore intents;
    private final Clock clock;
    private final MessageCopies copies;
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
        this.intents = intents;
        this.clock = clock;
        this.copies = new MessageCopies(folders, contents, envelopes, lateWrites);
        this.filed = new Gatherer<>(messages -> FiledMessage.savePlacesAndEnvelopes(messages, contents, envelopes));
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
    }

    /** @param from as it was in the folder it left */
    public record Moved(StoredMessage from, Appended to) {}

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
                        .then(deleteEnvelopes(folder, List.of(UidRange.one(replaced.uid())))));
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
                .concatMap(batch -> {
                    MoveIntent intent = MoveIntent.of(
                            from, to, batch.stream().map(StoredMessage::uid).toList(), saveDate, clock.instant());
                    return intents.save(intent).then(Mono.defer(() -> carryOut(intent, batch)));
                })
                .collectList()
                .map(MessageFiling::concatenated);
    }

    private Mono<List<Moved>> carryOut(MoveIntent intent, List<StoredMessage> messages) {
        return copies.copy(
                        intent.from(),
                        messages,
                        intent.to(),
                        message -> MessageCopies.newMessage(
                                message,
                                Optional.of(MoveIntent.deliveryId(intent.from(), message.uid())),
                                intent.saveDate()))
                .flatMap(made -> removeRows(intent.from(), intent.uids()).thenReturn(made))
                .flatMap(made -> lateWrites
                        .take("that a move has ended", intents.delete(intent))
                        .thenReturn(moved(messages, made)));
    }

    /**
     * Finishes the moves that a node which died left behind: at start those of any age, and then now and again those
     * begun in the last minutes. Any number of nodes may do so at once.
     *
     * @param begunSince how far to look back
     * @return how many
     */
    public Mono<Long> finishMoves(Instant begunSince) {
        return Flux.defer(() -> intents.list(begunSince, clock.instant().minus(MOVE_TIME)))
                .concatMap(intent -> finish(intent).thenReturn(intent).onErrorResume(failure -> {
                    LOGGER.warn(
                            "could not finish moving {} messages from folder {} to {}, will try again",
                            intent.uids().size(),
                            intent.from(),
                            intent.to(),
                            failure);
                    return Mono.empty();
                }))
                .count();
    }

    private Mono<Void> finish(MoveIntent intent) {
        return rows(intent.from(), intent.uids())
                .collectList()
                .flatMap(messages -> carryOut(intent, messages))
                .then()
                // Nothing to move, or no place to move it to: then it stays.
                .onErrorResume(FolderGoneException.class, gone -> intents.delete(intent));
    }

    /** Those of the UIDs that were there, as they were, ascending. */
    public Mono<List<StoredMessage>> expunge(FolderId folder, Collection<Long> uids) {
        return Flux.fromIterable(Lists.partition(List.copyOf(new TreeSet<>(uids)), BATCH))
                .concatMap(batch -> rows(folder, batch)
                        .map(StoredMessage::contentId)
                        .collect(Collectors.toSet())
                        .flatMap(contents::release)
                        .then(Mono.defer(() -> removeRows(folder, batch))))
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
                        deleteEnvelopes(folder, List.of(new UidRange(1, lastUid))));
    }

    /** After those that are still to be written: one that came later would stay for ever. */
    private Mono<Void> deleteEnvelopes(FolderId folder, Collection<UidRange> ranges) {
        return filed.settled().then(Mono.defer(() -> envelopes.delete(folder, ranges)));
    }

    private Mono<List<StoredMessage>> removeRows(FolderId folder, Collection<Long> uids) {
        return folders.expunge(folder, uids).flatMap(expunged -> lateWrites
                .take("that envelopes of folder " + folder + " are gone", deleteEnvelopes(folder, UidRange.runs(uids)))
                .thenReturn(expunged));
    }

    /** One look-up for those that are near each other. */
    private Flux<StoredMessage> rows(FolderId folder, Collection<Long> uids) {
        Set<Long> wanted = Set.copyOf(uids);
        TreeMap<Long, List<Long>> near =
                new TreeMap<>(wanted.stream().collect(Collectors.groupingBy(uid -> uid / NEAR)));
        return Flux.fromIterable(near.values())
                .concatMap(some -> folders.list(folder, new UidRange(Collections.min(some), Collections.max(some))))
                .filter(message -> wanted.contains(message.uid()));
    }

    private static List<Moved> moved(List<StoredMessage> messages, List<Appended> copies) {
        return IntStream.range(0, messages.size())
                .mapToObj(index -> new Moved(messages.get(index), copies.get(index)))
                .toList();
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
