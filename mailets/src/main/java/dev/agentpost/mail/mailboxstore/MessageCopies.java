package dev.agentpost.mail.mailboxstore;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes further rows for contents that are there. */
final class MessageCopies {
    private static final int HEADERS_AT_ONCE = 4;

    private final FolderMessages folders;
    private final ContentStore contents;
    private final EnvelopeStore envelopes;
    private final LateWrites lateWrites;

    MessageCopies(FolderMessages folders, ContentStore contents, EnvelopeStore envelopes, LateWrites lateWrites) {
        this.folders = folders;
        this.contents = contents;
        this.envelopes = envelopes;
        this.lateWrites = lateWrites;
    }

    /** @param newMessage what each of them becomes */
    Mono<List<Appended>> copy(
            FolderId from, List<StoredMessage> messages, FolderId to, Function<StoredMessage, NewMessage> newMessage) {
        if (messages.isEmpty()) {
            return Mono.just(List.of());
        }
        List<Announcement> announcements = messages.stream()
                .map(message -> Announcement.again(message.contentId()))
                .toList();
        return contents.announce(to, announcements)
                .then(Mono.defer(() ->
                        folders.appendAll(to, messages.stream().map(newMessage).toList())))
                .flatMap(copies ->
                        afterCopy(from, messages, to, announcements, copies).thenReturn(copies));
    }

    static NewMessage newMessage(StoredMessage message, Optional<DeliveryId> deliveryId, Instant saveDate) {
        return new NewMessage(
                message.contentId(),
                deliveryId,
                message.flags(),
                true,
                message.internalDate(),
                saveDate,
                message.sizeBytes(),
                message.headerBytes());
    }

    private Mono<Void> afterCopy(
            FolderId from,
            List<StoredMessage> messages,
            FolderId to,
            List<Announcement> announcements,
            List<Appended> copies) {
        List<Integer> made = IntStream.range(0, copies.size())
                .filter(index -> !copies.get(index).wasThere())
                .boxed()
                .toList();
        if (made.isEmpty()) {
            return Mono.empty();
        }
        Mono<Void> place = contents.place(made.stream()
                .map(index -> new ContentStore.Placed(
                        to, announcements.get(index), copies.get(index).uid()))
                .toList());
        Map<Long, StoredMessage> originals = made.stream()
                .collect(Collectors.toMap(index -> copies.get(index).uid(), messages::get));
        return lateWrites.take(
                "places and envelopes of copies in folder " + to,
                Mono.whenDelayError(place, copyEnvelopes(from, originals, to)));
    }

    /** @param originals by the UID of the copy */
    private Mono<Void> copyEnvelopes(FolderId from, Map<Long, StoredMessage> originals, FolderId to) {
        return Flux.fromIterable(UidRange.runs(
                        originals.values().stream().map(StoredMessage::uid).toList()))
                .concatMap(range -> envelopes.list(from, range))
                .collectMap(EnvelopeStore.Numbered::uid, EnvelopeStore.Numbered::envelope)
                .flatMap(known -> Flux.fromIterable(originals.entrySet())
                        .flatMap(
                                copy -> envelope(copy.getValue(), known)
                                        .map(envelope -> Map.entry(copy.getKey(), envelope)),
                                HEADERS_AT_ONCE)
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue))
                .flatMap(byUid -> envelopes.save(to, byUid));
    }

    private Mono<Envelope> envelope(StoredMessage message, Map<Long, Envelope> known) {
        return Mono.justOrEmpty(known.get(message.uid()))
                .switchIfEmpty(
                        Mono.defer(() -> contents.header(message.contentId()).map(EnvelopeReader::read)));
    }
}
