package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public final class MemoryContentStore implements ContentStore, UnusedContents {
    private final Map<ContentId, Content> contents = new LinkedHashMap<>();
    private final Map<ContentId, Map<UUID, Place>> places = new LinkedHashMap<>();
    private final TreeMap<LocalDate, Set<ContentId>> released = new TreeMap<>();
    private final Clock clock;

    public MemoryContentStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Void> save(ContentId id, FolderId folder, byte[] header, InputStream body, long bodyBytes) {
        return Mono.fromCallable(() -> {
            byte[] read = body.readAllBytes();
            if (read.length != bodyBytes) {
                throw new IOException(
                        "the body of content " + id + " was to have " + bodyBytes + " octets, not " + read.length);
            }
            return saveNow(id, folder, new Content(header.clone(), read));
        });
    }

    private synchronized Void saveNow(ContentId id, FolderId folder, Content content) {
        announceNow(folder, Announcement.first(id), 0);
        contents.put(id, content);
        return null;
    }

    @Override
    public Mono<Void> announce(FolderId folder, Collection<Announcement> announcements) {
        return Mono.fromRunnable(() -> announcements.forEach(announcement -> announceNow(folder, announcement, 0)));
    }

    @Override
    public Mono<Void> place(Collection<Placed> placed) {
        return Mono.fromRunnable(
                () -> placed.forEach(place -> announceNow(place.folder(), place.announcement(), place.uid())));
    }

    private synchronized void announceNow(FolderId folder, Announcement announcement, long uid) {
        places.computeIfAbsent(announcement.content(), absent -> new LinkedHashMap<>())
                .put(announcement.id(), new Place(folder, announcement, uid));
    }

    @Override
    public Flux<Place> places(ContentId id) {
        return Flux.defer(() -> Flux.fromIterable(placesNow(id)));
    }

    @Override
    public Flux<Place> places(Collection<ContentId> ids) {
        return Flux.fromIterable(Set.copyOf(ids)).concatMap(id -> places(id));
    }

    private synchronized List<Place> placesNow(ContentId id) {
        return List.copyOf(places.getOrDefault(id, Map.of()).values());
    }

    @Override
    public Mono<Map<ContentId, byte[]>> headers(Set<ContentId> ids) {
        return Flux.fromIterable(ids)
                .concatMap(id ->
                        Mono.fromCallable(() -> Map.entry(id, find(id).header().clone())))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    @Override
    public Flux<byte[]> body(ContentId id) {
        return Flux.defer(() -> Flux.fromStream(chunks(find(id).body(), 0)));
    }

    @Override
    public Flux<byte[]> read(ContentId id, long fromOctet) {
        return Flux.defer(() -> {
            Content content = find(id);
            int header = content.header().length;
            return Flux.fromStream(Stream.concat(
                    Stream.of(content.header())
                            .filter(any -> fromOctet < header)
                            .map(bytes -> Arrays.copyOfRange(bytes, (int) fromOctet, header)),
                    chunks(content.body(), (int) Math.min(content.body().length, Math.max(0, fromOctet - header)))));
        });
    }

    private static Stream<byte[]> chunks(byte[] bytes, int from) {
        return IntStream.iterate(from, offset -> offset < bytes.length, offset -> offset + CHUNK_BYTES)
                .mapToObj(offset -> Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + CHUNK_BYTES)));
    }

    private synchronized Content find(ContentId id) {
        Content content = contents.get(id);
        if (content == null) {
            throw new ContentMissingException(id);
        }
        return content;
    }

    @Override
    public Mono<Void> release(Collection<ContentId> ids) {
        return Mono.fromRunnable(() -> releaseNow(ids));
    }

    private synchronized void releaseNow(Collection<ContentId> ids) {
        released.computeIfAbsent(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), absent -> new LinkedHashSet<>())
                .addAll(ids);
    }

    @Override
    public Flux<Lot> lots() {
        return Flux.defer(() -> Flux.fromIterable(lotsNow()));
    }

    private synchronized List<Lot> lotsNow() {
        return released.keySet().stream().map(day -> new Lot(day, 0)).toList();
    }

    @Override
    public Flux<ContentId> released(Lot lot) {
        return Flux.defer(() -> Flux.fromIterable(releasedNow(lot)));
    }

    private synchronized List<ContentId> releasedNow(Lot lot) {
        return List.copyOf(released.getOrDefault(lot.day(), Set.of()));
    }

    @Override
    public Mono<Void> forget(Lot lot) {
        return Mono.fromRunnable(() -> forgetNow(lot));
    }

    private synchronized void forgetNow(Lot lot) {
        released.remove(lot.day());
    }

    @Override
    public Mono<Boolean> wasReleased(ContentId id, LocalDate since) {
        return Mono.fromCallable(() -> wasReleasedNow(id, since));
    }

    private synchronized boolean wasReleasedNow(ContentId id, LocalDate since) {
        return released.tailMap(since, true).values().stream().anyMatch(ids -> ids.contains(id));
    }

    /** All in the first one. */
    @Override
    public Flux<ContentId> slice(int slice) {
        return Flux.defer(() -> Flux.fromIterable(slice == 0 ? idsNow() : List.of()));
    }

    private synchronized List<ContentId> idsNow() {
        return List.copyOf(contents.keySet());
    }

    @Override
    public Mono<Long> remove(ContentId id) {
        return Mono.fromCallable(() -> removeNow(id));
    }

    private synchronized long removeNow(ContentId id) {
        places.remove(id);
        Content content = contents.remove(id);
        return content == null ? 0 : content.header().length + content.body().length;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(byte[] header, byte[] body) {}
}
