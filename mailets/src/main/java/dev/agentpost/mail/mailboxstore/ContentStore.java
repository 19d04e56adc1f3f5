package dev.agentpost.mail.mailboxstore;

import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The bytes of messages, and where they are used. A place is announced before a message row may point to the content,
 * and nothing is removed here but by the scavenger: so no live message can lose its content.
 */
public interface ContentStore {
    int CHUNK_BYTES = 256 * 1024;

    /**
     * Makes content durable, together with the {@link Announcement#first} of a row in the folder. The stream is read to
     * its end with bounded memory, on a thread that may block, and not closed.
     *
     * @param header the header block with the empty line that ends it
     * @param bodyBytes how many octets the body will give; another number is an error
     */
    Mono<Void> save(ContentId id, FolderId folder, byte[] header, InputStream body, long bodyBytes);

    /** Says that the folder is about to use contents that are there already, once more for each announcement. */
    Mono<Void> announce(FolderId folder, Collection<Announcement> announcements);

    /**
     * Records where announced contents came to stand: a help for look-ups, not needed for safety. Many at once share
     * requests.
     */
    Mono<Void> place(Collection<Placed> placed);

    /** @param uid in the folder */
    record Placed(FolderId folder, Announcement announcement, long uid) {}

    /** Every place that was announced, expunged ones included: to be checked against the folder's rows. */
    Flux<Place> places(ContentId id);

    /** The same of many contents, in no order. They share requests. */
    Flux<Place> places(Collection<ContentId> ids);

    /** @param uid 0 while it is only announced */
    record Place(FolderId folder, Announcement announcement, long uid) {}

    /** The header block with its empty line; an error when the content is missing. */
    default Mono<byte[]> header(ContentId id) {
        return headers(Set.of(id)).map(found -> found.get(id));
    }

    /** Those of all contents; an error when one is missing. What is asked for together shares requests. */
    Mono<Map<ContentId, byte[]>> headers(Set<ContentId> ids);

    /** All of the body, as {@link #read} gives it. */
    Flux<byte[]> body(ContentId id);

    /**
     * Header and body in chunks of at most {@link #CHUNK_BYTES} or the header's length, none empty, read as the
     * subscriber asks for them; an error when a part is missing. Emits on threads that must not be blocked.
     *
     * @param fromOctet where to begin, the first octet of the header being 0; what is before it is not read
     */
    Flux<byte[]> read(ContentId id, long fromOctet);

    /** Notes that a place was given up, so that the scavenger looks at the contents after a day. */
    Mono<Void> release(Collection<ContentId> ids);
}
