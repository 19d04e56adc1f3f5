package dev.agentpost.mail.trash;

import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts the look-ups of places, and can keep places from being recorded, as when a process dies before. */
final class CountingContents implements ContentStore {
    private final ContentStore contents;
    int lookUps;
    boolean placesAreLost;

    CountingContents(ContentStore contents) {
        this.contents = contents;
    }

    @Override
    public Mono<Void> save(ContentId id, FolderId folder, byte[] header, InputStream body, long bodyBytes) {
        return contents.save(id, folder, header, body, bodyBytes);
    }

    @Override
    public Mono<Void> announce(FolderId folder, Collection<Announcement> announcements) {
        return contents.announce(folder, announcements);
    }

    @Override
    public Mono<Void> place(Collection<Placed> placed) {
        return placesAreLost ? Mono.empty() : contents.place(placed);
    }

    @Override
    public Flux<Place> places(ContentId id) {
        lookUps++;
        return contents.places(id);
    }

    @Override
    public Flux<Place> places(Collection<ContentId> ids) {
        lookUps++;
        return contents.places(ids);
    }

    @Override
    public Mono<Map<ContentId, byte[]>> headers(Set<ContentId> ids) {
        return contents.headers(ids);
    }

    @Override
    public Flux<byte[]> body(ContentId id) {
        return contents.body(id);
    }

    @Override
    public Flux<byte[]> read(ContentId id, long fromOctet) {
        return contents.read(id, fromOctet);
    }

    @Override
    public Mono<Void> release(Collection<ContentId> ids) {
        return contents.release(ids);
    }
}
