package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Safe for use by many threads and nodes. */
public final class CassandraUnusedContents implements UnusedContents {
    /** Of Murmur3, whose tokens are all the longs but the lowest. */
    private static final long SLICE_TOKENS = Long.divideUnsigned(-1L, SLICES) + 1;

    private final StoreSession session;
    private final Clock clock;
    private final PreparedStatement selectLots;
    private final PreparedStatement selectReleased;
    private final PreparedStatement selectWhetherReleased;
    private final PreparedStatement deleteLot;
    private final PreparedStatement selectSlice;
    private final PreparedStatement selectSize;
    private final PreparedStatement deleteContent;
    private final PreparedStatement deletePlaces;

    @Inject
    public CassandraUnusedContents(CqlSession cqlSession, Clock clock) {
        this.session = new StoreSession(cqlSession);
        this.clock = clock;
        selectLots = session.prepare("SELECT DISTINCT day, lot FROM released_content");
        selectReleased = session.prepare("SELECT content_id FROM released_content WHERE day = ? AND lot = ?");
        selectWhetherReleased =
                session.prepare("SELECT content_id FROM released_content WHERE day = ? AND lot = ? AND content_id = ?");
        deleteLot = session.prepare("DELETE FROM released_content WHERE day = ? AND lot = ?");
        selectSlice = session.prepare("SELECT DISTINCT content_id FROM message_content"
                + " WHERE token(content_id) >= ? AND token(content_id) <= ?");
        selectSize =
                session.prepare("SELECT header, body_bytes FROM message_content WHERE content_id = ? AND part = 0");
        deleteContent = session.prepare("DELETE FROM message_content WHERE content_id = ?");
        deletePlaces = session.prepare("DELETE FROM content_location WHERE content_id = ?");
    }

    @Override
    public Flux<Lot> lots() {
        return session.readRows(selectLots.bind()).map(row -> new Lot(row.getLocalDate("day"), row.getByte("lot")));
    }

    @Override
    public Flux<ContentId> released(Lot lot) {
        return session.readRows(selectReleased.bind(lot.day(), (byte) lot.number()))
                .map(CassandraUnusedContents::id);
    }

    @Override
    public Mono<Void> forget(Lot lot) {
        return session.write(deleteLot.bind(lot.day(), (byte) lot.number()));
    }

    /** Tomorrow too: the clock of another node may be ahead. */
    @Override
    public Mono<Boolean> wasReleased(ContentId id, LocalDate since) {
        return Flux.defer(() ->
                        Flux.fromStream(Stream.iterate(since, day -> !day.isAfter(tomorrow()), day -> day.plusDays(1))))
                .concatMap(day -> session.readRow(selectWhetherReleased.bind(day, ReleaseLots.of(id), id.value())))
                .hasElements();
    }

    private LocalDate tomorrow() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    }

    @Override
    public Flux<ContentId> slice(int slice) {
        long first = Long.MIN_VALUE + slice * SLICE_TOKENS;
        return session.readRows(selectSlice.bind(first, first + SLICE_TOKENS - 1))
                .map(CassandraUnusedContents::id);
    }

    @Override
    public Mono<Long> remove(ContentId id) {
        return session.readRow(selectSize.bind(id.value()))
                .map(row -> row.getByteBuffer("header").remaining() + row.getLong("body_bytes"))
                .defaultIfEmpty(0L)
                .flatMap(bytes -> session.writeTogether(
                                List.of(deleteContent.bind(id.value()), deletePlaces.bind(id.value())))
                        .thenReturn(bytes));
    }

    private static ContentId id(Row row) {
        return new ContentId(row.getUuid("content_id"));
    }
}
