package dev.agentpost.mail.deletion.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.DeletionStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletions in the table of {@link DeletionSchema}. Safe for use by many threads and nodes. */
public final class CassandraDeletionStore implements DeletionStore {
    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement take;
    private final PreparedStatement renew;
    private final PreparedStatement release;
    private final PreparedStatement delete;
    private final PreparedStatement select;

    @Inject
    public CassandraDeletionStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        String key = " WHERE bucket = :bucket AND organization_id = :organization_id AND kind = :kind"
                + " AND subject = :subject";
        insert = session.prepareConditional("INSERT INTO deletion (bucket, organization_id, kind, subject, holder,"
                + " held_until) VALUES (:bucket, :organization_id, :kind, :subject, :holder, :held_until)"
                + " IF NOT EXISTS");
        take = session.prepareConditional("UPDATE deletion SET holder = :holder, held_until = :held_until" + key
                + " IF holder = :before" + " AND held_until <= :now");
        renew = session.prepareConditional(
                "UPDATE deletion SET held_until = :held_until" + key + " IF holder = :holder");
        release = session.prepareConditional(
                "UPDATE deletion SET held_until = :held_until, ready_at = :ready_at" + key + " IF holder = :holder");
        delete = session.prepareConditional("DELETE FROM deletion" + key + " IF holder = :holder");
        select = session.prepare("SELECT organization_id, kind, subject, holder, held_until, ready_at FROM deletion"
                + " WHERE bucket = :bucket");
    }

    private static BoundStatement bind(PreparedStatement statement, Deletion deletion, UUID holder) {
        return statement
                .bind()
                .setInt("bucket", bucket(deletion))
                .setString("organization_id", deletion.organization().value())
                .setString("kind", deletion.kind().serialize())
                .setString("subject", deletion.subject())
                .setUuid("holder", holder);
    }

    private static int bucket(Deletion deletion) {
        return Math.floorMod((deletion.organization().value() + deletion.subject()).hashCode(), DeletionSchema.BUCKETS);
    }

    @Override
    public Mono<Taking> take(Deletion deletion, UUID holder, Instant now, Instant until) {
        return session.writeConditionally(bind(insert, deletion, holder).setInstant("held_until", until))
                .flatMap(answer -> StoreSession.isApplied(answer) || isOfAnEarlierRun(answer, holder)
                        ? Mono.just(new Taking.Taken(new Noted(deletion, until, Optional.empty())))
                        : takeOver(deletion, answer, holder, now, until));
    }

    private Mono<Taking> takeOver(Deletion deletion, Row before, UUID holder, Instant now, Instant until) {
        Noted noted = noted(deletion, before);
        if (now.isBefore(noted.heldUntil())) {
            return Mono.just(new Taking.Held(noted));
        }
        return session.writeConditionally(bind(take, deletion, holder)
                        .setInstant("held_until", until)
                        .setUuid("before", before.getUuid("holder"))
                        .setInstant("now", now))
                .map(answer -> StoreSession.isApplied(answer) || isOfAnEarlierRun(answer, holder)
                        ? new Taking.Taken(new Noted(deletion, until, noted.readyAt()))
                        : new Taking.Held(new Noted(deletion, until, Optional.empty())));
    }

    // the statement is repeated when others were at the row, and then may find what it wrote itself
    private static boolean isOfAnEarlierRun(Row answer, UUID holder) {
        return answer.getColumnDefinitions().contains("holder") && holder.equals(answer.getUuid("holder"));
    }

    @Override
    public Mono<Void> renew(Deletion deletion, UUID holder, Instant until) {
        return Mono.defer(() ->
                        session.writeConditionally(bind(renew, deletion, holder).setInstant("held_until", until)))
                .then();
    }

    @Override
    public Mono<Void> release(Deletion deletion, UUID holder, Instant from, Optional<Instant> readyAt) {
        return Mono.defer(() -> session.writeConditionally(bind(release, deletion, holder)
                        .setInstant("held_until", from)
                        .setInstant("ready_at", readyAt.orElse(null))))
                .then();
    }

    @Override
    public Mono<Void> remove(Deletion deletion, UUID holder) {
        return Mono.defer(() -> session.writeConditionally(bind(delete, deletion, holder)))
                .then();
    }

    @Override
    public Flux<Noted> list() {
        return Flux.range(0, DeletionSchema.BUCKETS)
                .concatMap(bucket -> session.readRows(select.bind(bucket)))
                .concatMap(row -> Mono.justOrEmpty(deletion(row)).map(deletion -> noted(deletion, row)));
    }

    /** Empty for a kind that a newer server writes. */
    private static Optional<Deletion> deletion(Row row) {
        return Deletion.Kind.parse(row.getString("kind"))
                .map(kind -> new Deletion(
                        kind, OrganizationId.of(row.getString("organization_id")), row.getString("subject")));
    }

    private static Noted noted(Deletion deletion, Row row) {
        return new Noted(deletion, row.getInstant("held_until"), Optional.ofNullable(row.getInstant("ready_at")));
    }
}
