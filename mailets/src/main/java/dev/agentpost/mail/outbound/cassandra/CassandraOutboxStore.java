package dev.agentpost.mail.outbound.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.f4b6a3.ulid.Ulid;
import com.google.common.collect.Lists;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.Claim;
import dev.agentpost.mail.outbound.DueDelivery;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The outbox in the tables of {@link OutboxSchema}. Safe for use by many threads and nodes. */
public final class CassandraOutboxStore implements OutboxStore {
    /** Of a destination that nobody has: a condition compares with it as with any other. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final int CONTENTION_RETRIES = 5;
    private static final Duration CONTENTION_PAUSE = Duration.ofMillis(50);

    private final StoreSession session;
    private final Clock clock;
    private final PreparedStatement insertPart;
    private final PreparedStatement selectPart;
    private final PreparedStatement deletePart;
    private final PreparedStatement insertMessage;
    private final PreparedStatement insertDestination;
    private final PreparedStatement insertRecipient;
    private final PreparedStatement insertOfOrganization;
    private final PreparedStatement selectOfOrganization;
    private final PreparedStatement select;
    private final PreparedStatement claim;
    private final PreparedStatement renew;
    private final PreparedStatement finish;
    private final PreparedStatement updateRecipient;
    private final PreparedStatement insertDue;
    private final PreparedStatement selectDue;
    private final PreparedStatement countDue;
    private final PreparedStatement deleteDue;
    private final PreparedStatement selectStart;
    private final PreparedStatement insertStart;

    @Inject
    public CassandraOutboxStore(CqlSession cqlSession, Clock clock) {
        this.session = new StoreSession(cqlSession);
        this.clock = clock;
        insertPart = session.prepare("INSERT INTO outgoing_content (content_id, part, octets) VALUES (?, ?, ?)");
        selectPart = session.prepare("SELECT octets FROM outgoing_content WHERE content_id = ? AND part = ?");
        deletePart = session.prepare("DELETE FROM outgoing_content WHERE content_id = ? AND part = ?");
        insertMessage = session.prepareConditional("INSERT INTO outgoing (message_id, kind, destination, recipient,"
                + " organization_id, inbox, sender, content_id, size, eight_bit, accepted_at, expires_at)"
                + " VALUES (:message_id, 0, '', '', :organization_id, :inbox, :sender, :content_id, :size,"
                + " :eight_bit, :accepted_at, :expires_at) IF NOT EXISTS");
        insertDestination = session.prepareConditional("INSERT INTO outgoing (message_id, kind, destination, recipient,"
                + " due_at, attempts, lease_token, lease_until) VALUES (?, 1, ?, '', ?, 0, ?, ?)");
        insertRecipient = session.prepareConditional("INSERT INTO outgoing (message_id, kind, destination, recipient,"
                + " status, changed_at) VALUES (?, 2, ?, ?, ?, ?)");
        insertOfOrganization = session.prepare(
                "INSERT INTO outgoing_of_organization (organization_id, day, message_id) VALUES (?, ?, ?)");
        selectOfOrganization = session.prepare("SELECT message_id FROM outgoing_of_organization"
                + " WHERE organization_id = ? AND day = ? AND message_id < ?");
        select = session.prepare("SELECT * FROM outgoing WHERE message_id = ?");
        String destination =
                " WHERE message_id = :message_id AND kind = 1 AND destination = :destination" + " AND recipient = ''";
        claim = session.prepareConditional("UPDATE outgoing SET lease_token = :holder, lease_until = :until"
                + destination + " IF due_at = :due_at AND lease_until < :now AND lease_token != :holder_again");
        renew = session.prepareConditional(
                "UPDATE outgoing SET lease_until = :until" + destination + " IF lease_token = :holder");
        finish = session.prepareConditional(
                "UPDATE outgoing SET due_at = :due_at, attempts = :attempts, lease_token = :nobody, lease_until ="
                        + " :until"
                        + destination + " IF lease_token = :holder");
        updateRecipient = session.prepareConditional(
                "UPDATE outgoing SET status = :status, reply = :reply, host = :host, changed_at = :changed_at"
                        + " WHERE message_id = :message_id AND kind = 2 AND destination = :destination"
                        + " AND recipient = :recipient");
        insertDue =
                session.prepare("INSERT INTO outgoing_due (slot, due_at, message_id, destination) VALUES (?, ?, ?, ?)");
        selectDue = session.prepare("SELECT due_at, message_id, destination FROM outgoing_due WHERE slot = ?");
        countDue = session.prepare("SELECT count(*) AS due FROM outgoing_due WHERE slot = ?");
        deleteDue = session.prepare(
                "DELETE FROM outgoing_due" + " WHERE slot = ? AND due_at = ? AND message_id = ? AND destination = ?");
        selectStart = session.prepare("SELECT slot FROM outgoing_due_start WHERE name = 'start'");
        insertStart = session.prepare("INSERT INTO outgoing_due_start (name, slot) VALUES ('start', ?)");
    }

    @Override
    public Mono<Void> savePart(UUID contentId, int part, byte[] octets) {
        return session.write(insertPart.bind(contentId, part, ByteBuffer.wrap(octets)));
    }

    @Override
    public Mono<byte[]> part(UUID contentId, int part) {
        return session.readRow(selectPart.bind(contentId, part)).map(row -> {
            ByteBuffer octets = row.getByteBuffer("octets");
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            return copy;
        });
    }

    @Override
    public Mono<Void> removeParts(UUID contentId, int parts) {
        return Flux.fromStream(() ->
                        Lists.partition(IntStream.range(0, parts).boxed().toList(), StoreSession.PARTITIONS_IN_BATCH)
                                .stream())
                .concatMap(some -> session.writeTogether(some.stream()
                        .map(part -> deletePart.bind(contentId, part))
                        .toList()))
                .then();
    }

    /** When it is due is written first: an entry too much does no harm. */
    @Override
    public Mono<Boolean> add(OutgoingMessage message, List<RecipientState> recipients, Instant dueAt) {
        List<String> destinations =
                recipients.stream().map(RecipientState::destination).distinct().toList();
        List<BoundStatement> before = Stream.concat(
                        destinations.stream()
                                .map(destination -> due(insertDue, new DueDelivery(dueAt, message.id(), destination))),
                        ofOrganization(message).stream())
                .toList();
        return Flux.fromIterable(Lists.partition(before, StoreSession.PARTITIONS_IN_BATCH))
                .concatMap(session::writeTogether)
                .then(Mono.defer(() -> addPartition(message, recipients, destinations, dueAt)));
    }

    private Mono<Boolean> addPartition(
            OutgoingMessage message, List<RecipientState> recipients, List<String> destinations, Instant dueAt) {
        List<BatchableStatement<?>> batch = new ArrayList<>();
        batch.add(insertMessage(message));
        destinations.forEach(destination ->
                batch.add(insertDestination.bind(message.id(), destination, dueAt, NOBODY, Instant.EPOCH)));
        recipients.forEach(recipient -> batch.add(insertRecipient.bind(
                message.id(),
                recipient.destination(),
                recipient.recipient(),
                recipient.status().value(),
                recipient.at())));
        return session.writeConditionally(batch)
                .map(rows -> StoreSession.isApplied(rows.get(0)))
                .flatMap(applied -> applied ? Mono.just(true) : isOurs(message))
                .retryWhen(onContention());
    }

    /** A run before this one may have done it without our hearing of it. */
    private Mono<Boolean> isOurs(OutgoingMessage message) {
        return find(message.id())
                .map(there -> there.message().contentId().equals(message.contentId()))
                .defaultIfEmpty(false);
    }

    private static Retry onContention() {
        return Retry.backoff(CONTENTION_RETRIES, CONTENTION_PAUSE)
                .filter(StoreSession::isContention)
                .onRetryExhaustedThrow((policy, signal) -> signal.failure());
    }

    private BoundStatement insertMessage(OutgoingMessage message) {
        BoundStatement insert = insertMessage
                .bind()
                .setString("message_id", message.id())
                .setString("sender", message.sender())
                .setUuid("content_id", message.contentId())
                .setLong("size", message.sizeBytes())
                .setBoolean("eight_bit", message.eightBit())
                .setInstant("accepted_at", message.acceptedAt())
                .setInstant("expires_at", message.expiresAt());
        insert = StoreSession.setIfPresent(
                insert, message.organization(), (bound, id) -> bound.setString("organization_id", id.value()));
        return StoreSession.setIfPresent(insert, message.inbox(), (bound, inbox) -> bound.setString("inbox", inbox));
    }

    /** By the day that its id names, so that it is found from the id. */
    private Optional<BoundStatement> ofOrganization(OutgoingMessage message) {
        return message.organization()
                .filter(organization -> message.id().indexOf('-') < 0)
                .map(organization -> insertOfOrganization.bind(
                        organization.value(), day(message.id(), message.acceptedAt()), message.id()));
    }

    private static LocalDate day(String messageId, Instant otherwise) {
        String ulid = messageId.length() > Ulid.ULID_CHARS ? messageId.substring(0, Ulid.ULID_CHARS) : messageId;
        return (Ulid.isValid(ulid) ? Ulid.getInstant(ulid) : otherwise)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    @Override
    public Mono<OutgoingState> find(String messageId) {
        return session.readRows(select.bind(messageId))
                .collectList()
                .flatMap(rows -> Mono.justOrEmpty(OutgoingRows.state(rows)));
    }

    @Override
    public Flux<String> list(OrganizationId organization, Optional<String> after) {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate newest = after.map(id -> day(id, clock.instant())).orElse(today.plusDays(1));
        LocalDate oldest = today.minusDays(RETENTION.toDays() + 1);
        String before = after.orElse("~");
        return Flux.fromStream(() -> Stream.iterate(newest, day -> !day.isBefore(oldest), day -> day.minusDays(1)))
                .concatMap(day -> session.readRows(selectOfOrganization.bind(organization.value(), day, before)), 1)
                .map(row -> row.getString("message_id"));
    }

    @Override
    public Mono<Claim> claim(DueDelivery due, UUID token, Instant now, Instant until) {
        return session.writeConditionally(claim.bind()
                        .setString("message_id", due.messageId())
                        .setString("destination", due.destination())
                        .setUuid("holder", token)
                        .setUuid("holder_again", token)
                        .setInstant("until", until)
                        .setInstant("due_at", due.dueAt())
                        .setInstant("now", now))
                .flatMap(answer -> {
                    if (StoreSession.isApplied(answer) || has(answer, token)) {
                        return find(due.messageId()).<Claim>map(Claim.Granted::new);
                    }
                    return Mono.just(refusal(answer, due));
                })
                .defaultIfEmpty(new Claim.Missing());
    }

    /** Told by the one answer: what is read after it may be newer. */
    private static Claim refusal(Row answer, DueDelivery due) {
        if (!answer.getColumnDefinitions().contains("due_at")) {
            return new Claim.Missing();
        }
        boolean stillDue = due.dueAt().equals(answer.getInstant("due_at"));
        // Whoever's lease has run out may write down the end of its try all the same.
        boolean held = !NOBODY.equals(answer.getUuid("lease_token"));
        return stillDue || held ? new Claim.Held() : new Claim.Gone();
    }

    private static boolean has(Row answer, UUID token) {
        return answer.getColumnDefinitions().contains("lease_token") && token.equals(answer.getUuid("lease_token"));
    }

    @Override
    public Mono<Boolean> renew(DueDelivery due, UUID token, Instant until) {
        return session.writeConditionally(renew.bind()
                        .setString("message_id", due.messageId())
                        .setString("destination", due.destination())
                        .setUuid("holder", token)
                        .setInstant("until", until))
                .map(StoreSession::isApplied);
    }

    @Override
    public Mono<Boolean> finish(
            DueDelivery due, UUID token, List<RecipientState> changed, int attempts, Optional<Instant> nextTry) {
        Mono<Void> before = Mono.justOrEmpty(nextTry)
                .flatMap(next ->
                        session.write(due(insertDue, new DueDelivery(next, due.messageId(), due.destination()))));
        return before.then(Mono.defer(() -> finishPartition(due, token, changed, attempts, nextTry)))
                .flatMap(done -> !done || nextTry.equals(Optional.of(due.dueAt()))
                        ? Mono.just(done)
                        : forget(due).thenReturn(done));
    }

    private Mono<Boolean> finishPartition(
            DueDelivery due, UUID token, List<RecipientState> changed, int attempts, Optional<Instant> nextTry) {
        List<BatchableStatement<?>> batch = new ArrayList<>();
        batch.add(finish.bind()
                .setString("message_id", due.messageId())
                .setString("destination", due.destination())
                .setInstant("due_at", nextTry.orElse(null))
                .setInt("attempts", attempts)
                .setUuid("nobody", NOBODY)
                .setInstant("until", Instant.EPOCH)
                .setUuid("holder", token));
        changed.forEach(recipient -> batch.add(updateRecipient(due.messageId(), recipient)));
        return session.writeConditionally(batch)
                .flatMap(rows ->
                        StoreSession.isApplied(rows.get(0)) ? Mono.just(true) : isFinished(due, changed, attempts))
                .retryWhen(onContention());
    }

    private BoundStatement updateRecipient(String messageId, RecipientState recipient) {
        return updateRecipient
                .bind()
                .setString("message_id", messageId)
                .setString("destination", recipient.destination())
                .setString("recipient", recipient.recipient())
                .setString("status", recipient.status().value())
                .setString("reply", recipient.reply().orElse(null))
                .setString("host", recipient.host().orElse(null))
                .setInstant("changed_at", recipient.at());
    }

    /** A run before this one may have done it without our hearing of it. */
    private Mono<Boolean> isFinished(DueDelivery due, List<RecipientState> changed, int attempts) {
        return find(due.messageId())
                .map(state -> state.recipients().containsAll(changed)
                        && state.destination(due.destination())
                                .filter(there -> there.attempts() == attempts)
                                .isPresent())
                .defaultIfEmpty(false);
    }

    @Override
    public Flux<DueDelivery> due(long slot) {
        return session.readRows(selectDue.bind(slot))
                .map(row -> new DueDelivery(
                        row.getInstant("due_at"), row.getString("message_id"), row.getString("destination")));
    }

    @Override
    public Mono<Long> countDue(long slot) {
        return session.readRow(countDue.bind(slot)).map(row -> row.getLong("due"));
    }

    @Override
    public Mono<Void> forget(DueDelivery due) {
        return session.write(due(deleteDue, due));
    }

    private static BoundStatement due(PreparedStatement statement, DueDelivery due) {
        return statement.bind(due.slot(), due.dueAt(), due.messageId(), due.destination());
    }

    @Override
    public Mono<Long> firstSlot() {
        return session.readRow(selectStart.bind()).map(row -> row.getLong("slot"));
    }

    @Override
    public Mono<Void> saveFirstSlot(long slot) {
        return session.write(insertStart.bind(slot));
    }
}
