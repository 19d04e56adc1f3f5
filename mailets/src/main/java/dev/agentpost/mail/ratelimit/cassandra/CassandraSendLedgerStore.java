package dev.agentpost.mail.ratelimit.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.ratelimit.SendLedger;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.SendScope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ledgers in the table of {@link RateLimitSchema}, a row each. Safe for use by many threads and nodes. */
public final class CassandraSendLedgerStore implements SendLedgerStore {
    private static final Stored NOTHING = new Stored(SendLedger.EMPTY, Optional.empty());

    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement update;
    private final PreparedStatement insertNote;
    private final PreparedStatement selectNotes;

    @Inject
    public CassandraSendLedgerStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        select = session.prepare("SELECT version, spendings FROM send_ledger WHERE scope_id = :scope_id");
        update = session.prepareConditional("UPDATE send_ledger USING TTL :keep SET version = :version,"
                + " spendings = :spendings WHERE scope_id = :scope_id IF version = :expected");
        insertNote = session.prepare("INSERT INTO send_lease (lease, spent) VALUES (:lease, :spent) USING TTL :keep");
        selectNotes = session.prepare("SELECT lease, spent FROM send_lease WHERE lease IN :leases");
    }

    @Override
    public Mono<Stored> read(SendScope scope) {
        return session.readRow(select.bind(scope.id()).setConsistencyLevel(DefaultConsistencyLevel.SERIAL))
                .map(row -> new Stored(
                        LedgerCodec.decode(row.getByteBuffer("spendings")),
                        Optional.ofNullable(row.getUuid("version"))))
                .defaultIfEmpty(NOTHING);
    }

    @Override
    public Mono<Stored> replace(SendScope scope, Stored before, SendLedger after, Duration keep) {
        return Mono.defer(() -> {
            UUID version = UUID.randomUUID();
            return session.writeConditionally(update.bind(
                            (int) keep.toSeconds(),
                            version,
                            LedgerCodec.encode(after),
                            scope.id(),
                            before.version().orElse(null)))
                    .filter(answer -> StoreSession.isApplied(answer) || isOfAnEarlierRun(answer, version))
                    .map(applied -> new Stored(after, Optional.of(version)));
        });
    }

    @Override
    public Mono<Void> noteSpent(Map<UUID, Long> spent, Duration keep) {
        return Flux.fromIterable(spent.entrySet())
                .map(note -> insertNote.bind(note.getKey(), note.getValue(), (int) keep.toSeconds()))
                .buffer(StoreSession.PARTITIONS_IN_BATCH)
                .flatMap(session::writeTogether)
                .then();
    }

    /** They go by themselves, and cost less until then than their deletion. */
    @Override
    public Mono<Void> forgetNotes(Collection<UUID> leases) {
        return Mono.empty();
    }

    @Override
    public Mono<Map<UUID, Long>> spent(Collection<UUID> leases) {
        return Flux.defer(() -> session.readRows(selectNotes.bind(List.copyOf(leases))))
                .collectMap(row -> row.getUuid("lease"), row -> row.getLong("spent"));
    }

    // the statement is repeated when others were at the row, and then may find what it wrote itself
    private static boolean isOfAnEarlierRun(Row answer, UUID version) {
        return answer.getColumnDefinitions().contains("version") && version.equals(answer.getUuid("version"));
    }
}
