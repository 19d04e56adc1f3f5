package dev.agentpost.mail.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.logging.LogContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Statements of our stores, prepared once and run without blocking. Safe for use by many threads. Plain reads and writes
 * have the session's consistency, which is QUORUM.
 */
public final class StoreSession {
    /** Cassandra warns of unlogged batches over more. */
    public static final int PARTITIONS_IN_BATCH = 10;

    private static final int PAGES_AHEAD = 1;

    private static final Retry ON_CONTENTION = Retry.backoff(5, Duration.ofMillis(50))
            .filter(StoreSession::isContention)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    private final CqlSession session;

    public StoreSession(CqlSession session) {
        this.session = session;
    }

    /** A read or an overwrite, which the driver may repeat by itself. Blocks: for constructors. */
    public PreparedStatement prepare(String cql) {
        return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
    }

    /** A lightweight transaction ({@code IF …}). Blocks: for constructors. */
    public PreparedStatement prepareConditional(String cql) {
        return session.prepare(SimpleStatement.newInstance(cql)
                .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL)
                .setIdempotent(false));
    }

    /** The first row, if any. */
    public Mono<Row> readRow(Statement<?> statement) {
        return execute(statement).mapNotNull(AsyncResultSet::one);
    }

    /** Page by page, as the subscriber asks for them. */
    public Flux<Row> readRows(Statement<?> statement) {
        return execute(statement)
                .flatMapMany(first -> first.hasMorePages()
                        ? Flux.just(first)
                                .expand(StoreSession::next)
                                .concatMapIterable(AsyncResultSet::currentPage, PAGES_AHEAD)
                        : Flux.fromIterable(first.currentPage()));
    }

    private static Mono<AsyncResultSet> next(AsyncResultSet page) {
        return page.hasMorePages() ? LogContext.followed(Mono.fromCompletionStage(page::fetchNextPage)) : Mono.empty();
    }

    /** A plain statement, or a batch of them. */
    public Mono<Void> write(Statement<?> statement) {
        return execute(statement).then();
    }

    /** Reads or overwrites of at most {@link #PARTITIONS_IN_BATCH} partitions in one request; each may fail alone. */
    public Mono<Void> writeTogether(List<BoundStatement> statements) {
        return statements.size() == 1
                ? write(statements.get(0))
                : write(BatchStatement.newInstance(BatchType.UNLOGGED, statements.toArray(BoundStatement[]::new))
                        .setIdempotent(true));
    }

    /**
     * Runs a batch of which statements are lightweight transactions, all of one partition, once: the driver does not
     * repeat it either.
     *
     * @return the rows of its answer: one that {@link #isApplied}, or the rows that conditions were about, as they are
     */
    public Mono<List<Row>> writeConditionally(List<BatchableStatement<?>> statements) {
        BatchStatement batch = BatchStatement.newInstance(BatchType.UNLOGGED, statements)
                .setSerialConsistencyLevel(DefaultConsistencyLevel.SERIAL)
                .setIdempotent(false);
        return execute(batch).map(rows -> ImmutableList.copyOf(rows.currentPage()));
    }

    private Mono<AsyncResultSet> execute(Statement<?> statement) {
        return LogContext.followed(Mono.fromCompletionStage(() -> session.executeAsync(statement)));
    }

    /**
     * Runs a lightweight transaction, again when others were at the same row: so it must be one that may run twice,
     * that is, whose second run can be told from another's first.
     *
     * @return the one row of its answer: {@link #isApplied}, and when it is not, the columns as they are
     */
    public Mono<Row> writeConditionally(BoundStatement statement) {
        return readRow(statement).retryWhen(ON_CONTENTION);
    }

    /** A value that is not set is not written, whereas a null would be a tombstone, or remove what is there. */
    public static <T> BoundStatement setIfPresent(
            BoundStatement statement, Optional<T> value, BiFunction<BoundStatement, T, BoundStatement> set) {
        return value.map(present -> set.apply(statement, present)).orElse(statement);
    }

    public static boolean isApplied(Row answer) {
        return answer.getBoolean("[applied]");
    }

    /** Others were at the same row: a lightweight transaction was not carried out, or nobody knows whether it was. */
    public static boolean isContention(Throwable failure) {
        return failure instanceof CASWriteUnknownException
                || (failure instanceof WriteTimeoutException timeout && timeout.getWriteType() == WriteType.CAS);
    }
}
