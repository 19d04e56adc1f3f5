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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets everything with the process. Safe for use by many threads: every access holds the one lock. */
public final class MemoryContentStore implements ContentStore {
    private static final int CHUNK_BYTES = 256 * 1024;

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
        return Flux.defer(() -> {
            byte[] body = find(id).body();
            int chunks = (body.length + CHUNK_BYTES - 1) / CHUNK_BYTES;
            return Flux.range(0, chunks)
                    .map(chunk -> Arrays.copyOfRange(
                            body, chunk * CHUNK_BYTES, Math.min(body.length, (chunk + 1) * CHUNK_BYTES)));
        });
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
