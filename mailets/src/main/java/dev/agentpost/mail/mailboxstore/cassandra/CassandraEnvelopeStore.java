package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.Envelope;
import dev.agentpost.mail.mailboxstore.EnvelopeStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.UidRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A partition for each {@link #PAGE} UIDs. Safe for use by many threads and nodes. */
public final class CassandraEnvelopeStore implements EnvelopeStore {
    /** Under the size at which stock clusters refuse a batch. */
    private static final int BATCH_BYTES = 40 * 1024;

    private static final int PAGES_AT_ONCE = 2;
    private static final TypeCodec<List<String>> TEXTS = TypeCodecs.listOf(TypeCodecs.TEXT);
    private static final Comparator<Filed> BY_PLACE =
            Comparator.<Filed, UUID>comparing(filed -> filed.folder().value()).thenComparing(Filed::uid);

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement deletePage;
    private final PreparedStatement deleteRange;

    @Inject
    public CassandraEnvelopeStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepare("INSERT INTO message_envelope (folder_id, page, uid, sent_date, sent_offset,"
                + " from_values, to_values, cc_values, bcc_values, subject_values, message_id_values,"
                + " in_reply_to_values, references_values, complete) VALUES (:folder_id, :page, :uid, :sent_date,"
                + " :sent_offset, :from_values, :to_values, :cc_values, :bcc_values, :subject_values,"
                + " :message_id_values, :in_reply_to_values, :references_values, :complete)");
        select = session.prepare(
                "SELECT uid, sent_date, sent_offset, complete, from_values, to_values, cc_values, bcc_values,"
                        + " subject_values, message_id_values, in_reply_to_values, references_values"
                        + " FROM message_envelope WHERE folder_id = ? AND page = ? AND uid >= ? AND uid <= ?");
        deletePage = session.prepare("DELETE FROM message_envelope WHERE folder_id = ? AND page = ?");
        deleteRange = session.prepare(
                "DELETE FROM message_envelope WHERE folder_id = ? AND page = ? AND uid >= ? AND uid <= ?");
    }

    @Override
    public Mono<Void> save(Collection<Filed> envelopes) {
        return Flux.defer(() -> Flux.fromIterable(batches(envelopes)))
                .concatMap(batch ->
                        session.writeTogether(batch.stream().map(this::insert).toList()))
                .then();
    }

    /** Those that lie together in one batch, as far as its size allows. */
    private static List<List<Filed>> batches(Collection<Filed> envelopes) {
        List<List<Filed>> batches = new ArrayList<>();
        Set<Partition> partitions = new HashSet<>();
        int bytes = 0;
        for (Filed filed : envelopes.stream().sorted(BY_PLACE).toList()) {
            int size = filed.envelope().sizeBytes();
            boolean another = partitions.add(Partition.of(filed));
            if (batches.isEmpty()
                    || bytes + size > BATCH_BYTES
                    || (another && partitions.size() > StoreSession.PARTITIONS_IN_BATCH)) {
                batches.add(new ArrayList<>());
                partitions = new HashSet<>(Set.of(Partition.of(filed)));
                bytes = 0;
            }
            bytes += size;
            batches.get(batches.size() - 1).add(filed);
        }
        return batches;
    }

    private record Partition(FolderId folder, int page) {
        private static Partition of(Filed filed) {
            return new Partition(filed.folder(), CassandraEnvelopeStore.page(filed.uid()));
        }
    }

    private BoundStatement insert(Filed filed) {
        Envelope envelope = filed.envelope();
        BoundStatement statement = insert.bind()
                .setUuid("folder_id", filed.folder().value())
                .setInt("page", page(filed.uid()))
                .setLong("uid", filed.uid())
                .setBoolean("complete", envelope.complete());
        if (envelope.sentDate().isPresent()) {
            statement = statement
                    .setInstant("sent_date", envelope.sentDate().get())
                    .setInt("sent_offset", envelope.sentOffsetSeconds());
        }
        statement = set(statement, "from_values", envelope.from());
        statement = set(statement, "to_values", envelope.to());
        statement = set(statement, "cc_values", envelope.cc());
        statement = set(statement, "bcc_values", envelope.bcc());
        statement = set(statement, "subject_values", envelope.subject());
        statement = set(statement, "message_id_values", envelope.messageId());
        statement = set(statement, "in_reply_to_values", envelope.inReplyTo());
        return set(statement, "references_values", envelope.references());
    }

    private static BoundStatement set(BoundStatement statement, String column, List<String> values) {
        return values.isEmpty() ? statement : statement.setList(column, values, String.class);
    }

    @Override
    public Flux<Numbered> list(FolderId folder, UidRange range) {
        return pages(EnvelopeStore.bounded(range))
                .flatMapSequential(
                        part -> session.readRows(
                                select.bind(folder.value(), page(part.first()), part.first(), part.last())),
                        PAGES_AT_ONCE)
                .map(row -> new Numbered(row.getLong(0), envelope(row)));
    }

    /** By the position of the columns, as a search reads many thousand rows. */
    private static Envelope envelope(Row row) {
        return new Envelope(
                Optional.ofNullable(row.getInstant(1)),
                row.getInt(2),
                values(row, 4),
                values(row, 5),
                values(row, 6),
                values(row, 7),
                values(row, 8),
                values(row, 9),
                values(row, 10),
                values(row, 11),
                row.getBoolean(3));
    }

    private static List<String> values(Row row, int column) {
        return row.isNull(column) ? List.of() : row.get(column, TEXTS);
    }

    @Override
    public Mono<Void> delete(FolderId folder, Collection<UidRange> ranges) {
        return Flux.fromIterable(ranges)
                .concatMap(range -> pages(EnvelopeStore.bounded(range)))
                .concatMap(part -> session.write(
                        part.last() - part.first() == PAGE - 1
                                ? deletePage.bind(folder.value(), page(part.first()))
                                : deleteRange.bind(folder.value(), page(part.first()), part.first(), part.last())))
                .then();
    }

    /** The range, cut where pages end. The first page has one UID less, there being no UID 0. */
    private static Flux<UidRange> pages(UidRange range) {
        return Flux.fromStream(LongStream.rangeClosed(range.first() / PAGE, range.last() / PAGE)
                .mapToObj(page -> new UidRange(
                        Math.max(range.first(), page * PAGE), Math.min(range.last(), page * PAGE + PAGE - 1))));
    }

    private static int page(long uid) {
        return Math.toIntExact(uid / PAGE);
    }
}
