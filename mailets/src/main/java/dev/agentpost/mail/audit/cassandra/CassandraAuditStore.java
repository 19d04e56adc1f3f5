package dev.agentpost.mail.audit.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.collect.Lists;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditId;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditStore;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Events in the tables of {@link AuditSchema}. Safe for use by many threads and nodes. */
public final class CassandraAuditStore implements AuditStore {
    /** Of one partition in one request. */
    private static final int EVENTS_TOGETHER = 50;

    private static final int REQUESTS_AT_ONCE = 4;

    private final StoreSession session;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertDay;
    private final PreparedStatement selectDays;
    private final PreparedStatement selectEvents;

    private record Partition(OrganizationId organization, LocalDate day) {
        static Partition of(AuditEvent event) {
            return new Partition(event.organization(), CassandraAuditStore.day(event.id()));
        }
    }

    /** @param retention in whole seconds, how long events are kept */
    public CassandraAuditStore(CqlSession cqlSession, Duration retention) {
        session = new StoreSession(cqlSession);
        String keep = " USING TTL " + retention.toSeconds();
        insertEvent = session.prepare("INSERT INTO audit_event"
                + " (organization_id, day, id, action, outcome, key_id, inbox, remote_address, reason)"
                + " VALUES (:organization_id, :day, :id, :action, :outcome, :key_id, :inbox, :remote_address, :reason)"
                + keep);
        insertDay =
                session.prepare("INSERT INTO audit_day (organization_id, day) VALUES (:organization_id, :day)" + keep);
        selectDays = session.prepare(
                "SELECT day FROM audit_day WHERE organization_id = :organization_id AND day <= :newest");
        selectEvents = session.prepare(
                "SELECT * FROM audit_event WHERE organization_id = :organization_id AND day = :day AND id < :before");
    }

    @Override
    public Mono<Void> append(List<AuditEvent> events) {
        return Flux.fromIterable(events.stream()
                        .collect(Collectors.groupingBy(Partition::of))
                        .entrySet())
                .flatMap(partition -> append(partition.getKey(), partition.getValue()), REQUESTS_AT_ONCE)
                .then();
    }

    /** The day comes last: nobody looks for events in a day that is not there, and a repetition writes it. */
    private Mono<Void> append(Partition partition, Collection<AuditEvent> events) {
        return Flux.fromIterable(Lists.partition(List.copyOf(events), EVENTS_TOGETHER))
                .concatMap(some ->
                        session.writeTogether(some.stream().map(this::insert).toList()))
                .then(Mono.defer(() ->
                        session.write(insertDay.bind(partition.organization().value(), partition.day()))));
    }

    private BoundStatement insert(AuditEvent event) {
        BoundStatement insert = insertEvent
                .bind()
                .setString("organization_id", event.organization().value())
                .setLocalDate("day", day(event.id()))
                .setString("id", event.id().value())
                .setString("action", event.action().value())
                .setString("outcome", event.outcome().value());
        insert = StoreSession.setIfPresent(
                insert, event.keyId(), (statement, key) -> statement.setString("key_id", key.value()));
        insert = StoreSession.setIfPresent(
                insert, event.inbox(), (statement, inbox) -> statement.setString("inbox", inbox));
        insert = StoreSession.setIfPresent(
                insert, event.remoteAddress(), (statement, address) -> statement.setString("remote_address", address));
        return StoreSession.setIfPresent(
                insert, event.reason(), (statement, reason) -> statement.setString("reason", reason));
    }

    @Override
    public Flux<AuditEvent> list(OrganizationId organization, Optional<AuditId> after) {
        LocalDate newest = after.map(CassandraAuditStore::day).orElse(LocalDate.of(9999, 12, 31));
        // Above every id: they begin with lower-case letters and go on with upper-case ones.
        String before = after.map(AuditId::value).orElse("~");
        return session.readRows(selectDays.bind(organization.value(), newest))
                .map(row -> row.getLocalDate("day"))
                .concatMap(day -> session.readRows(selectEvents.bind(organization.value(), day, before)), 1)
                .concatMap(row -> Mono.justOrEmpty(event(row)));
    }

    private static LocalDate day(AuditId id) {
        return id.time().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Empty for an action or outcome that a newer server writes. */
    private static Optional<AuditEvent> event(Row row) {
        return AuditAction.parse(row.getString("action")).flatMap(action -> AuditOutcome.parse(row.getString("outcome"))
                .map(outcome -> new AuditEvent(
                        AuditId.of(row.getString("id")),
                        OrganizationId.of(row.getString("organization_id")),
                        action,
                        outcome,
                        text(row, "key_id").map(ApiKeyId::of),
                        text(row, "inbox"),
                        text(row, "remote_address"),
                        text(row, "reason"))));
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }
}
