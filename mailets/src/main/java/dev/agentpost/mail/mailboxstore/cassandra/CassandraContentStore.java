package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.ContentMissingException;
import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Contents in the tables of {@link ContentSchema}. A small message is one mutation: its row and its announcement have
 * the same partition key. Of a large one the parts come first, so that part 0 tells that all are there. Safe for use by
 * many threads and nodes.
 */
public final class CassandraContentStore implements ContentStore {
    /** Header and body together; above it the body goes into parts of its own. */
    static final int SMALL_BYTES = 64 * 1024;

    private static final int PARTS_WRITTEN_AT_ONCE = 4;
    private static final int PARTS_READ_AT_ONCE = 2;
    private static final int ROWS_AT_ONCE = 16;
    private static final int BATCHES_AT_ONCE = 2;
    private static final int PARTITIONS_IN_READ = 50;
    private static final byte[] NOTHING = new byte[0];

    private final StoreSession session;
    private final Clock clock;
    private final PreparedStatement insertHead;
    private final PreparedStatement insertPart;
    private final PreparedStatement insertAnnouncement;
    private final PreparedStatement insertPlace;
    private final PreparedStatement insertReleased;
    private final PreparedStatement selectPlaces;
    private final PreparedStatement selectHeaders;
    private final PreparedStatement selectPlacesOfMany;
    private final PreparedStatement selectHead;
    private final PreparedStatement selectPart;

    @Inject
    public CassandraContentStore(CqlSession cqlSession, Clock clock) {
        this.session = new StoreSession(cqlSession);
        this.clock = clock;
        insertHead = session.prepare("INSERT INTO message_content (content_id, part, header, body_bytes, body)"
                + " VALUES (:content_id, 0, :header, :body_bytes, :body)");
        insertPart = session.prepare("INSERT INTO message_content (content_id, part, body) VALUES (?, ?, ?)");
        insertAnnouncement =
                session.prepare("INSERT INTO content_location (content_id, folder_id, announcement) VALUES (?, ?, ?)");
        insertPlace = session.prepare(
                "INSERT INTO content_location (content_id, folder_id, announcement, uid) VALUES (?, ?, ?, ?)");
        insertReleased = session.prepare("INSERT INTO released_content (day, lot, content_id) VALUES (?, ?, ?)");
        selectPlaces =
                session.prepare("SELECT folder_id, announcement, uid FROM content_location WHERE content_id = ?");
        selectHeaders =
                session.prepare("SELECT content_id, header FROM message_content WHERE content_id IN ? AND part = 0");
        selectPlacesOfMany = session.prepare(
                "SELECT content_id, folder_id, announcement, uid FROM content_location WHERE content_id IN ?");
        selectHead = session.prepare(
                "SELECT header, body_bytes, body FROM message_content WHERE content_id = ? AND part = 0");
        selectPart = session.prepare("SELECT body FROM message_content WHERE content_id = ? AND part = ?");
    }

    @Override
    public Mono<Void> save(ContentId id, FolderId folder, byte[] header, InputStream body, long bodyBytes) {
        BoundStatement head = insertHead
                .bind()
                .setUuid("content_id", id.value())
                .setByteBuffer("header", ByteBuffer.wrap(header))
                .setLong("body_bytes", bodyBytes);
        return header.length + bodyBytes <= SMALL_BYTES
                ? saveSmall(id, folder, head, body, (int) bodyBytes)
                : saveParts(id, body, bodyBytes).then(Mono.defer(() -> saveHead(id, folder, head)));
    }

    private Mono<Void> saveSmall(ContentId id, FolderId folder, BoundStatement head, InputStream body, int bodyBytes) {
        return Mono.fromCallable(() -> {
                    byte[] read = body.readNBytes(bodyBytes + 1);
                    checkLength(id, bodyBytes, read.length);
                    return head.setByteBuffer("body", ByteBuffer.wrap(read));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(whole -> saveHead(id, folder, whole));
    }

    private Mono<Void> saveHead(ContentId id, FolderId folder, BoundStatement head) {
        return session.writeTogether(List.of(head, announcement(folder, Announcement.first(id))));
    }

    private Mono<Void> saveParts(ContentId id, InputStream body, long bodyBytes) {
        return Flux.<BoundStatement, Reading>generate(
                        Reading::new, (reading, sink) -> readPart(id, body, bodyBytes, reading, sink))
                // With it the driver's threads, which ask for more, never read the stream.
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(session::write, PARTS_WRITTEN_AT_ONCE)
                .then();
    }

    private static final class Reading {
        private int parts;
        private long bytes;
    }

    private Reading readPart(
            ContentId id, InputStream body, long bodyBytes, Reading reading, SynchronousSink<BoundStatement> sink) {
        try {
            byte[] part = body.readNBytes(CHUNK_BYTES);
            reading.bytes += part.length;
            if (part.length < CHUNK_BYTES || reading.bytes > bodyBytes) {
                checkLength(id, bodyBytes, reading.bytes);
            }
            if (part.length == 0) {
                sink.complete();
            } else {
                sink.next(insertPart.bind(id.value(), ++reading.parts, ByteBuffer.wrap(part)));
            }
        } catch (IOException e) {
            sink.error(e);
        }
        return reading;
    }

    private static void checkLength(ContentId id, long expected, long found) throws IOException {
        if (found != expected) {
            throw new IOException("the body of content " + id + " was to have " + expected + " octets, but has "
                    + (found > expected ? "more" : "" + found));
        }
    }

    @Override
    public Mono<Void> announce(FolderId folder, Collection<Announcement> announcements) {
        return Flux.fromIterable(announcements)
                .flatMap(announcement -> session.write(announcement(folder, announcement)), ROWS_AT_ONCE)
                .then();
    }

    private BoundStatement announcement(FolderId folder, Announcement announcement) {
        return insertAnnouncement.bind(announcement.content().value(), folder.value(), announcement.id());
    }

    @Override
    public Mono<Void> place(Collection<Placed> placed) {
        return Flux.fromIterable(placed)
                .map(this::place)
                .buffer(StoreSession.PARTITIONS_IN_BATCH)
                .flatMap(session::writeTogether, BATCHES_AT_ONCE)
                .then();
    }

    private BoundStatement place(Placed placed) {
        return insertPlace.bind(
                placed.announcement().content().value(),
                placed.folder().value(),
                placed.announcement().id(),
                placed.uid());
    }

    @Override
    public Flux<Place> places(ContentId id) {
        return session.readRows(selectPlaces.bind(id.value())).map(row -> place(id, row));
    }

    @Override
    public Flux<Place> places(Collection<ContentId> ids) {
        return Flux.fromStream(() -> ids.stream().map(ContentId::value).distinct())
                .buffer(PARTITIONS_IN_READ)
                .flatMap(some -> session.readRows(selectPlacesOfMany.bind(some)), BATCHES_AT_ONCE)
                .map(row -> place(new ContentId(row.getUuid("content_id")), row));
    }

    private static Place place(ContentId id, Row row) {
        return new Place(
                new FolderId(row.getUuid("folder_id")),
                new Announcement(id, row.getUuid("announcement")),
                row.getLong("uid"));
    }

    @Override
    public Mono<Map<ContentId, byte[]>> headers(Set<ContentId> ids) {
        return Flux.fromIterable(ids)
                .map(ContentId::value)
                .buffer(StoreSession.PARTITIONS_IN_BATCH)
                .flatMap(some -> session.readRows(selectHeaders.bind(some)), BATCHES_AT_ONCE)
                .collectMap(row -> new ContentId(row.getUuid("content_id")), row -> bytes(row, "header"))
                .doOnNext(found -> ids.stream()
                        .filter(id -> !found.containsKey(id))
                        .findFirst()
                        .ifPresent(missing -> {
                            throw new ContentMissingException(missing);
                        }));
    }

    @Override
    public Flux<byte[]> body(ContentId id) {
        return head(id).flatMapMany(head -> body(id, head, 0));
    }

    @Override
    public Flux<byte[]> read(ContentId id, long fromOctet) {
        return head(id).flatMapMany(head -> {
            byte[] header = bytes(head, "header");
            return fromOctet < header.length
                    ? Flux.concat(Mono.just(from(header, (int) fromOctet)), body(id, head, 0))
                    : body(id, head, fromOctet - header.length);
        });
    }

    private Mono<Row> head(ContentId id) {
        return session.readRow(selectHead.bind(id.value()))
                .switchIfEmpty(Mono.error(() -> new ContentMissingException(id)));
    }

    private Flux<byte[]> body(ContentId id, Row head, long fromOctet) {
        long bytes = head.getLong("body_bytes");
        if (fromOctet >= bytes) {
            return Flux.empty();
        }
        if (!head.isNull("body")) {
            return Flux.just(from(bytes(head, "body"), (int) fromOctet));
        }
        int first = (int) (fromOctet / CHUNK_BYTES);
        int last = (int) ((bytes - 1) / CHUNK_BYTES);
        return Flux.range(first, last - first + 1)
                .flatMapSequential(
                        index -> part(id, index + 1, (int) Math.min(CHUNK_BYTES, bytes - (long) index * CHUNK_BYTES))
                                .map(part -> index == first ? from(part, (int) (fromOctet % CHUNK_BYTES)) : part),
                        PARTS_READ_AT_ONCE,
                        1);
    }

    private Mono<byte[]> part(ContentId id, int part, int length) {
        return session.readRow(selectPart.bind(id.value(), part))
                .map(row -> bytes(row, "body"))
                .filter(body -> body.length == length)
                .switchIfEmpty(Mono.error(() -> new ContentMissingException(id, part)));
    }

    private static byte[] from(byte[] bytes, int offset) {
        return offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, bytes.length);
    }

    private static byte[] bytes(Row row, String column) {
        ByteBuffer buffer = row.getByteBuffer(column);
        if (buffer == null) {
            return NOTHING;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public Mono<Void> release(Collection<ContentId> ids) {
        return Flux.defer(() -> {
                    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
                    return Flux.fromIterable(ids).map(id -> insertReleased.bind(today, ReleaseLots.of(id), id.value()));
                })
                .flatMap(session::write, ROWS_AT_ONCE)
                .then();
    }
}
