package dev.agentpost.mail.connectionlimit.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.inbox.InboxId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Slots in the tables of {@link ConnectionLimitSchema}, for nodes that share a Cassandra. A settlement reads the partition
 * of the inbox, decides, and writes on condition that nobody has written since; whoever is overtaken reads again.
 *
 * <p>A node that could not renew its lease in time counts as dead although its connections live: until it can renew, others
 * may give its slots away, and afterwards an inbox may have more connections than allowed, which nobody ends. Safe for use
 * by many threads.
 */
public final class CassandraSlotStore implements SlotStore {
    private static final Retry WHEN_OVERTAKEN = Retry.backoff(30, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(200))
            .filter(Overtaken.class::isInstance)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure());

    private final UUID node = UUID.randomUUID();
    private final StoreSession session;
    private final Duration lease;
    private final Ticker ticker;
    private final PreparedStatement select;
    private final PreparedStatement takeTurn;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final PreparedStatement insertNode;
    private final PreparedStatement selectNode;
    /** Of the ticker; 0 before the first. */
    private final AtomicLong lastRenewal = new AtomicLong();

    private final AtomicBoolean lapsed = new AtomicBoolean();

    /** Another node has written since the partition was read. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("other nodes change the connections of this inbox all the time", null, false, false);
        }
    }

    @Inject
    public CassandraSlotStore(CqlSession cqlSession) {
        this(cqlSession, LEASE, Ticker.systemTicker());
    }

    /** @param lease in whole seconds, for which a renewal holds */
    CassandraSlotStore(CqlSession cqlSession, Duration lease, Ticker ticker) {
        this.session = new StoreSession(cqlSession);
        this.lease = lease;
        this.ticker = ticker;
        select = session.prepare("SELECT turn, node_id, held FROM connection_slot WHERE inbox_id = :inbox_id");
        takeTurn = session.prepareConditional(
                "UPDATE connection_slot SET turn = :turn WHERE inbox_id = :inbox_id IF turn = :expected");
        update = session.prepareConditional(
                "UPDATE connection_slot SET held = :held WHERE inbox_id = :inbox_id AND node_id = :node_id");
        delete = session.prepareConditional(
                "DELETE FROM connection_slot WHERE inbox_id = :inbox_id AND node_id = :node_id");
        insertNode = session.prepare("INSERT INTO connection_node (node_id, renewed_at)"
                + " VALUES (:node_id, toTimestamp(now())) USING TTL " + lease.toSeconds());
        selectNode = session.prepare("SELECT node_id FROM connection_node WHERE node_id = :node_id");
    }

    @Override
    public Mono<Settlement> settle(InboxId inbox, int keep, int wanted, int allowed) {
        return Mono.defer(() -> {
            AtomicBoolean mustWrite = new AtomicBoolean(wanted == 0);
            return beAlive()
                    .then(Mono.defer(() -> attempt(inbox, keep, wanted, allowed, mustWrite.get())))
                    .doOnError(failure -> mustWrite.set(true))
                    .retryWhen(WHEN_OVERTAKEN);
        });
    }

    /** @param mustWrite false: a mere refusal costs no write. An earlier write that is still on its way has to be outrun. */
    private Mono<Settlement> attempt(InboxId inbox, int keep, int wanted, int allowed, boolean mustWrite) {
        return read(inbox).flatMap(slots -> {
            int granted = Math.max(0, Math.min(wanted, allowed - slots.others() - keep));
            int own = keep + granted;
            Settlement settlement = new Settlement(granted, slots.others() + own);
            return own == slots.own() && !mustWrite
                    ? Mono.just(settlement)
                    : write(inbox, slots, own).thenReturn(settlement);
        });
    }

    private Mono<NodeSlots> read(InboxId inbox) {
        return session.readRows(select.bind(inbox.value()).setConsistencyLevel(DefaultConsistencyLevel.SERIAL))
                .collectList()
                .map(rows -> NodeSlots.of(node, rows))
                .flatMap(slots -> Flux.fromIterable(slots.otherNodes())
                        .filterWhen(other -> lives(other).map(living -> !living))
                        .collectList()
                        .map(slots::without));
    }

    private Mono<Boolean> lives(UUID other) {
        return session.readRow(selectNode.bind(other)).hasElement();
    }

    private Mono<Void> write(InboxId inbox, NodeSlots before, int own) {
        UUID turn = UUID.randomUUID();
        List<BatchableStatement<?>> statements = new ArrayList<>();
        statements.add(takeTurn.bind(turn, inbox.value(), before.turn().orElse(null)));
        statements.add(own == 0 ? delete.bind(inbox.value(), node) : update.bind(own, inbox.value(), node));
        before.dead().forEach(other -> statements.add(delete.bind(inbox.value(), other)));
        return session.writeConditionally(statements)
                .map(answer -> StoreSession.isApplied(answer.get(0)))
                .onErrorResume(failure -> isWritten(inbox, turn))
                .flatMap(written -> written ? Mono.empty() : Mono.error(new Overtaken()));
    }

    /** Sees a write whose outcome was unknown, unless it has not begun; that one the next attempt outruns. */
    private Mono<Boolean> isWritten(InboxId inbox, UUID turn) {
        return read(inbox).map(now -> now.turn().filter(turn::equals).isPresent());
    }

    @Override
    public Mono<Integer> held(InboxId inbox) {
        return read(inbox).map(slots -> slots.own() + slots.others());
    }

    @Override
    public Mono<Boolean> renew() {
        return writeLease().then(Mono.fromSupplier(() -> lapsed.getAndSet(false)));
    }

    /** Before anything is claimed: a claim of a node without a lease would not count. */
    private Mono<Void> beAlive() {
        long last = lastRenewal.get();
        boolean lately = last != 0 && ticker.read() - last < lease.toNanos() / 2;
        return lately ? Mono.empty() : writeLease();
    }

    private Mono<Void> writeLease() {
        return Mono.defer(() -> {
            long begin = ticker.read();
            return session.write(insertNode.bind(node)).doOnSuccess(done -> renewed(begin));
        });
    }

    private void renewed(long begin) {
        long last = lastRenewal.getAndAccumulate(begin, Math::max);
        // Cassandra counts in whole seconds, and a row may go up to one of them early.
        if (last != 0 && ticker.read() - last > lease.minusSeconds(1).toNanos()) {
            lapsed.set(true);
        }
    }
}
