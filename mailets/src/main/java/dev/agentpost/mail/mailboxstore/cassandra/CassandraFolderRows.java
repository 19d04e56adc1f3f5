package dev.agentpost.mail.mailboxstore.cassandra;

import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.CHANGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.CLAIM;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.DELIVERY;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.HEAD;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.MESSAGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.PAGE;
import static dev.agentpost.mail.mailboxstore.cassandra.FolderMessageSchema.VANISHED;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.DeliveryId;
import dev.agentpost.mail.mailboxstore.FolderHead;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import dev.agentpost.mail.mailboxstore.UidRange;
import dev.agentpost.mail.mailboxstore.Vanished;
import dev.agentpost.mail.mailboxstore.rows.FolderPages;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.RowBatch;
import dev.agentpost.mail.mailboxstore.rows.WriteOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Rows in the table of {@link FolderMessageSchema}. Safe for use by many threads: it has no state but its statements.
 * Emits on threads of the driver.
 */
public final class CassandraFolderRows implements FolderRows {
    /** More pages than any folder has, so that all are read at once and fit together: 20 million messages. */
    private static final int ALL_PAGES = 20_000;

    private static final int MESSAGES_AT_ONCE = 500;

    private final StoreSession session;
    private final FolderMessageWrites writes;
    private final TupleType key;
    private final PreparedStatement selectHead;
    private final PreparedStatement selectPages;
    private final PreparedStatement selectSomePages;
    private final PreparedStatement selectStanding;
    private final PreparedStatement selectRange;
    private final PreparedStatement selectMessages;
    private final PreparedStatement selectVanished;

    @Inject
    public CassandraFolderRows(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        writes = new FolderMessageWrites(session);
        key = DataTypes.tupleOf(DataTypes.TINYINT, DataTypes.BIGINT, DataTypes.TEXT);
        key.attach(cqlSession.getContext());
        String folder = " FROM folder_message WHERE folder_id = :folder_id AND ";
        String headAndPages = "SELECT kind, number, "
                + String.join(
                        ", ",
                        FolderMessageRow.HEAD_COLUMNS,
                        FolderMessageRow.PAGE_COLUMNS,
                        FolderMessageRow.CLAIM_COLUMNS);
        String messages = "SELECT " + FolderMessageRow.MESSAGE_COLUMNS + folder + "kind = " + MESSAGE;
        selectHead = session.prepare("SELECT " + FolderMessageRow.HEAD_COLUMNS + folder + "kind = " + HEAD
                + " AND number = 0 AND name = ''");
        selectPages = session.prepare(headAndPages + folder + "kind >= " + HEAD + " AND kind <= " + PAGE);
        selectSomePages = session.prepare(headAndPages + folder + "(kind, number, name) IN :keys");
        selectStanding = session.prepare(
                "SELECT kind, change_id, " + FolderMessageRow.HEAD_COLUMNS + folder + "(kind, number, name) IN :keys");
        selectRange = session.prepare(messages + " AND number >= :first AND number <= :last");
        selectMessages = session.prepare(messages + " AND number IN :numbers AND name = ''");
        selectVanished =
                session.prepare("SELECT number, uids" + folder + "kind = " + VANISHED + " AND number > :number");
    }

    @Override
    public Mono<FolderHead> head(FolderId folder) {
        return session.readRow(bind(selectHead, folder)).map(FolderMessageRow::head);
    }

    @Override
    public Mono<FolderPages> pages(FolderId folder) {
        return folder(bind(selectPages, folder).setPageSize(ALL_PAGES), Set.of());
    }

    @Override
    public Mono<FolderPages> latest(FolderId folder, Set<Long> pages, Set<String> claims) {
        List<TupleValue> keys = new ArrayList<>();
        keys.add(key.newValue(HEAD, 0L, ""));
        pages.forEach(number -> keys.add(key.newValue(PAGE, number, "")));
        claims.forEach(name -> keys.add(key.newValue(CLAIM, 0L, name)));
        return folder(serial(bind(selectSomePages, folder).setList("keys", keys, TupleValue.class)), pages);
    }

    private Mono<FolderPages> folder(BoundStatement select, Collection<Long> emptyPages) {
        return session.readRows(select)
                .collectList()
                .flatMap(rows -> Mono.justOrEmpty(FolderMessageRow.folder(rows, emptyPages)));
    }

    @Override
    public Mono<Standing> standing(FolderId folder, long version) {
        List<TupleValue> keys = List.of(key.newValue(HEAD, 0L, ""), key.newValue(CHANGE, version, ""));
        return session.readRows(serial(bind(selectStanding, folder).setList("keys", keys, TupleValue.class)))
                .collectList()
                .flatMap(rows -> Mono.justOrEmpty(standing(rows)));
    }

    private static Optional<Standing> standing(List<Row> rows) {
        Optional<UUID> changeId = rows.stream()
                .filter(row -> FolderMessageRow.isOf(CHANGE, row))
                .findFirst()
                .map(row -> row.getUuid("change_id"));
        return rows.stream()
                .filter(row -> FolderMessageRow.isOf(HEAD, row))
                .findFirst()
                .map(row -> new Standing(FolderMessageRow.head(row), changeId));
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, UidRange range) {
        return session.readRows(bind(selectRange, folder)
                        .setLong("first", range.first())
                        .setLong("last", range.last())
                        .setPageSize(MESSAGES_AT_ONCE))
                .map(FolderMessageRow::message);
    }

    @Override
    public Flux<StoredMessage> messages(FolderId folder, Collection<Long> uids) {
        return session.readRows(bind(selectMessages, folder).setList("numbers", List.copyOf(uids), Long.class))
                .map(FolderMessageRow::message);
    }

    @Override
    public Flux<Vanished> vanished(FolderId folder, long modSeq) {
        return session.readRows(
                        bind(selectVanished, folder).setLong("number", modSeq).setPageSize(MESSAGES_AT_ONCE))
                .map(FolderMessageRow::vanished);
    }

    @Override
    public Mono<WriteOutcome> create(FolderId folder, FolderHead head) {
        return Mono.defer(() -> write(writes.creation(folder, head), 0));
    }

    @Override
    public Mono<WriteOutcome> write(FolderId folder, RowBatch batch) {
        return Mono.defer(
                () -> write(writes.statements(folder, batch), batch.before().version()));
    }

    @Override
    public Mono<WriteOutcome> delete(FolderId folder, long version) {
        return Mono.defer(() -> write(writes.deletion(folder, version), version));
    }

    private Mono<WriteOutcome> write(List<BatchableStatement<?>> statements, long version) {
        return session.writeConditionally(statements)
                .map(answer -> outcome(answer, version))
                .onErrorResume(
                        failure -> !isCertainlyNotWritten(failure),
                        failure -> Mono.just(new WriteOutcome.Unknown(failure)));
    }

    /** Of a refused write Cassandra answers with the rows that its conditions name, those that are there. */
    private static WriteOutcome outcome(List<Row> answer, long version) {
        if (StoreSession.isApplied(answer.get(0))) {
            return new WriteOutcome.Applied();
        }
        List<Row> named = answer.stream()
                .filter(row -> row.getColumnDefinitions().contains("uid"))
                .toList();
        Map<DeliveryId, Long> deliveries = named.stream()
                .filter(row -> FolderMessageRow.isOf(DELIVERY, row))
                .collect(Collectors.toMap(row -> new DeliveryId(row.getString("name")), row -> row.getLong("uid")));
        boolean headStands = answer.stream()
                .filter(row -> row.getColumnDefinitions().contains("version"))
                .anyMatch(row -> FolderMessageRow.isOf(HEAD, row) && row.getLong("version") == version);
        return new WriteOutcome.Refused(!headStands, deliveries, FolderMessageRow.claims(named));
    }

    /** What the driver or the coordinator refused before it began; anything else may have been written, or may still be. */
    private static boolean isCertainlyNotWritten(Throwable failure) {
        return failure instanceof UnavailableException
                || failure instanceof RequestThrottlingException
                || failure instanceof NoNodeAvailableException
                || failure instanceof QueryValidationException;
    }

    private static BoundStatement bind(PreparedStatement statement, FolderId folder) {
        return statement.bind().setUuid("folder_id", folder.value());
    }

    private static BoundStatement serial(BoundStatement statement) {
        return statement.setConsistencyLevel(DefaultConsistencyLevel.SERIAL);
    }
}
