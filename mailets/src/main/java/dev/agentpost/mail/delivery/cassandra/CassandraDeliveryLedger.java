package dev.agentpost.mail.delivery.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.delivery.CopyId;
import dev.agentpost.mail.delivery.DeliveryLedger;
import java.time.Instant;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Plain writes: one mail is processed by one thread of one node at a time. */
public final class CassandraDeliveryLedger implements DeliveryLedger {
    private final CqlSession session;
    private final PreparedStatement select;
    private final PreparedStatement insertStarted;
    private final PreparedStatement insertDone;

    @Inject
    public CassandraDeliveryLedger(CqlSession session) {
        this.session = session;
        this.select = session.prepare(
                "SELECT started_at, done FROM delivery WHERE submission_id = ? AND inbox = ? AND folder = ?");
        this.insertStarted =
                session.prepare("INSERT INTO delivery (submission_id, inbox, folder, started_at) VALUES (?, ?, ?, ?)");
        this.insertDone =
                session.prepare("INSERT INTO delivery (submission_id, inbox, folder, done) VALUES (?, ?, ?, true)");
    }

    @Override
    public Mono<State> find(CopyId copy) {
        return Mono.from(session.executeReactive(bind(select, copy)))
                .map(CassandraDeliveryLedger::state)
                .defaultIfEmpty(new State.Unknown());
    }

    private static State state(Row row) {
        Instant startedAt = row.getInstant("started_at");
        if (row.getBoolean("done")) {
            return new State.Done();
        }
        return startedAt == null ? new State.Unknown() : new State.Started(startedAt);
    }

    @Override
    public Mono<Void> saveStarted(CopyId copy, Instant when) {
        return Mono.from(session.executeReactive(bind(insertStarted, copy).setInstant(3, when)))
                .then();
    }

    @Override
    public Mono<Void> saveDone(CopyId copy) {
        return Mono.from(session.executeReactive(bind(insertDone, copy))).then();
    }

    private static BoundStatement bind(PreparedStatement statement, CopyId copy) {
        return statement
                .bind()
                .setString(0, copy.submissionId())
                .setString(1, copy.inbox().asString())
                .setString(2, copy.folder().folderName());
    }
}
