package dev.agentpost.mail.trash;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.io.ByteSource;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentInputStream;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.MessageFiling.Moved;
import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UsedContents;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets Trash hold a message once that a client brings there by APPEND and expunges where it was, in whatever order, as
 * mbsync does when its user moves a file. What came to Trash in one of the two ways makes up for one of the same in the
 * other way. The node remembers for some hours what came; where it does not, as after a restart, both stay. Safe for use
 * by many threads.
 */
public final class TrashCopies {
    /** Less than a content stays when nothing points to it any more. */
    private static final Duration MEMORY = Duration.ofHours(6);

    private static final int MAX_REMEMBERED = 10_000;

    private static final int HEADERS_AT_ONCE = 100;

    private final ContentStore contents;
    private final UsedContents rows;
    private final ConcurrentMap<Arrival, Optional<Likeness>> expunged = memory();
    private final ConcurrentMap<Arrival, Optional<Likeness>> appended = memory();

    @Inject
    public TrashCopies(ContentStore contents, UsedContents rows) {
        this.contents = contents;
        this.rows = rows;
    }

    private static ConcurrentMap<Arrival, Optional<Likeness>> memory() {
        return Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MAX_REMEMBERED)
                .<Arrival, Optional<Likeness>>build()
                .asMap();
    }

    private record Arrival(Folder trash, long uid, ContentId content, int headerBytes, long bodyBytes) {
        static Arrival of(Folder trash, long uid, StoredMessage message) {
            return new Arrival(trash, uid, message.contentId(), message.headerBytes(), TrashCopies.bodyBytes(message));
        }
    }

    private static long bodyBytes(StoredMessage message) {
        return message.sizeBytes() - message.headerBytes();
    }

    /** Costs a place in memory for each. */
    void expunged(Folder trash, List<Moved> moved) {
        moved.stream()
                .filter(Moved::hasLeft)
                .forEach(one -> expunged.put(Arrival.of(trash, one.to().uid(), one.from()), Optional.empty()));
    }

    public void appended(Folder trash, StoredMessage message, MessageSource source) {
        appended.put(
                Arrival.of(trash, message.uid(), message),
                Optional.of(Likeness.of(source.header(), source.bodyBytes())));
    }

    /** The UID of a message that came to Trash by being expunged, and makes up for one that a client appends. */
    public Mono<Long> expungedCopy(Folder trash, MessageSource source) {
        return Mono.defer(() -> {
            List<Arrival> candidates = expunged.keySet().stream()
                    .filter(arrival -> arrival.trash().id().equals(trash.id()))
                    .filter(arrival -> arrival.bodyBytes() == source.bodyBytes())
                    .toList();
            if (candidates.isEmpty()) {
                return Mono.empty();
            }
            Likeness wanted = Likeness.of(source.header(), source.bodyBytes());
            return learn(candidates)
                    .thenMany(Flux.fromIterable(candidates))
                    .filter(arrival -> Optional.of(wanted).equals(expunged.get(arrival)))
                    .filterWhen(this::stands, 1)
                    .filterWhen(arrival -> isSame(arrival, source.body()), 1)
                    .filter(arrival -> expunged.remove(arrival) != null)
                    .next()
                    .map(Arrival::uid);
        });
    }

    /** Reads each header once. */
    private Mono<Void> learn(List<Arrival> candidates) {
        return Flux.fromIterable(candidates)
                .filter(arrival -> Optional.empty().equals(expunged.get(arrival)))
                .buffer(HEADERS_AT_ONCE)
                .concatMap(
                        batch -> contents.headers(
                                        batch.stream().map(Arrival::content).collect(Collectors.toSet()))
                                .doOnNext(headers -> batch.forEach(arrival -> expunged.replace(
                                        arrival,
                                        Optional.of(
                                                Likeness.of(headers.get(arrival.content()), arrival.bodyBytes()))))),
                        1)
                .then();
    }

    /** The contents of those messages for which one makes up that a client appended to the Trash of the same inbox. */
    Mono<Set<ContentId>> appendedCopies(String owner, List<StoredMessage> messages) {
        return Mono.defer(() -> {
            List<Arrival> candidates = appended.keySet().stream()
                    .filter(arrival -> arrival.trash().owner().equals(owner))
                    .toList();
            return candidates.isEmpty() ? Mono.just(Set.of()) : appendedCopies(candidates, messages);
        });
    }

    private Mono<Set<ContentId>> appendedCopies(List<Arrival> candidates, List<StoredMessage> messages) {
        Set<Long> sizes = candidates.stream().map(Arrival::bodyBytes).collect(Collectors.toSet());
        return Flux.fromIterable(messages)
                .filter(message -> sizes.contains(bodyBytes(message)))
                .buffer(HEADERS_AT_ONCE)
                .concatMap(
                        batch -> contents.headers(batch.stream()
                                        .map(StoredMessage::contentId)
                                        .collect(Collectors.toSet()))
                                .flatMapMany(headers -> Flux.fromIterable(batch)
                                        .filterWhen(
                                                message -> takeAppended(
                                                        candidates,
                                                        message,
                                                        Likeness.of(
                                                                headers.get(message.contentId()), bodyBytes(message))),
                                                1)),
                        1)
                .map(StoredMessage::contentId)
                .collect(Collectors.toSet());
    }

    private Mono<Boolean> takeAppended(List<Arrival> candidates, StoredMessage message, Likeness wanted) {
        return Flux.fromIterable(candidates)
                .filter(arrival -> Optional.of(wanted).equals(appended.get(arrival)))
                .filterWhen(this::stands, 1)
                .filterWhen(
                        arrival -> isSame(
                                arrival,
                                () -> ContentInputStream.body(contents, message.contentId(), message.headerBytes())),
                        1)
                .filter(arrival -> appended.remove(arrival) != null)
                .hasElements();
    }

    /** One that is to be expunged does not count. */
    private Mono<Boolean> stands(Arrival arrival) {
        return rows.at(arrival.trash().id(), List.of(arrival.uid()))
                .filter(message -> !message.flags().has(SystemFlag.DELETED))
                .hasElements();
    }

    private Mono<Boolean> isSame(Arrival arrival, MessageSource.Body body) {
        ByteSource there = source(() -> ContentInputStream.body(contents, arrival.content(), arrival.headerBytes()));
        return Mono.fromCallable(() -> there.contentEquals(source(body))).subscribeOn(Schedulers.boundedElastic());
    }

    private static ByteSource source(MessageSource.Body body) {
        return new ByteSource() {
            @Override
            public InputStream openStream() throws IOException {
                return body.open();
            }
        };
    }
}
