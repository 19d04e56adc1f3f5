package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public final class MemoryContentStore implements ContentStore {
    private final Map<ContentId, Content> contents = new LinkedHashMap<>();
    private final Map<ContentId, Map<UUID, Place>> places = new LinkedHashMap<>();
    private final TreeMap<Instant, List<ContentId>> released = new TreeMap<>();
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
    public Mono<Void> place(FolderId folder, Collection<Placed> placed) {
        return Mono.fromRunnable(() -> placed.forEach(place -> announceNow(folder, place.announcement(), place.uid())));
    }

    private synchronized void announceNow(FolderId folder, Announcement announcement, long uid) {
        places.computeIfAbsent(announcement.content(), absent -> new LinkedHashMap<>())
                .put(announcement.id(), new Place(folder, announcement, uid));
    }

    @Override
    public Flux<Place> places(ContentId id) {
        return Flux.defer(() -> Flux.fromIterable(placesNow(id)));
    }

    private synchronized List<Place> placesNow(ContentId id) {
        return List.copyOf(places.getOrDefault(id, Map.of()).values());
    }

    @Override
    public Mono<byte[]> header(ContentId id) {
        return Mono.fromCallable(() -> find(id).header().clone());
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
        released.computeIfAbsent(clock.instant(), absent -> new ArrayList<>()).addAll(ids);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(byte[] header, byte[] body) {}
}
