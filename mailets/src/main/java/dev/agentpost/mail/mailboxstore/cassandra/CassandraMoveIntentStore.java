package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.MoveIntent;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Plain rows: an intent that comes back from the dead is carried out again, which changes nothing. */
public final class CassandraMoveIntentStore implements MoveIntentStore {
    private static final int HOURS_AT_ONCE = 8;

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement select;

    @Inject
    public CassandraMoveIntentStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert =
                session.prepare("INSERT INTO move_intent (hour, id, from_folder, to_folder, uids, save_date, undeletes)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        delete = session.prepare("DELETE FROM move_intent WHERE hour = ? AND id = ?");
        select = session.prepare(
                "SELECT id, from_folder, to_folder, uids, save_date, undeletes" + " FROM move_intent WHERE hour = ?");
    }

    @Override
    public Mono<Void> save(MoveIntent intent) {
        return session.write(insert.bind(
                hour(intent.madeAt()),
                intent.id(),
                intent.from().value(),
                intent.to().value(),
                intent.uids(),
                intent.saveDate(),
                intent.undeletes()));
    }

    @Override
    public Mono<Void> delete(MoveIntent intent) {
        return session.write(delete.bind(hour(intent.madeAt()), intent.id()));
    }

    @Override
    public Flux<MoveIntent> list(Instant from, Instant to) {
        return Flux.defer(() -> Flux.fromStream(
                        Stream.iterate(hour(from), hour -> !hour.isAfter(to), hour -> hour.plus(1, ChronoUnit.HOURS))))
                .flatMapSequential(
                        hour -> session.readRows(select.bind(hour))
                                .map(CassandraMoveIntentStore::intent)
                                .sort(Comparator.comparing(MoveIntent::madeAt)),
                        HOURS_AT_ONCE)
                .filter(intent ->
                        !intent.madeAt().isBefore(from) && !intent.madeAt().isAfter(to));
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    private static MoveIntent intent(Row row) {
        return new MoveIntent(
                row.getUuid("id"),
                new FolderId(row.getUuid("from_folder")),
                new FolderId(row.getUuid("to_folder")),
                row.getList("uids", Long.class),
                row.getInstant("save_date"),
                // null in rows of earlier versions: false
                row.getBoolean("undeletes"));
    }
}
