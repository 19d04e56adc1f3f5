package dev.agentpost.mail.idempotency.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.idempotency.KeyClaim.Fate;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Claims in the table of {@link IdempotencySchema}. Safe for use by many threads and nodes. */
public final class CassandraIdempotencyStore implements IdempotencyStore {
    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement insertAccepted;
    private final PreparedStatement select;
    private final PreparedStatement selectKeys;
    private final PreparedStatement accept;
    private final PreparedStatement acceptLate;
    private final PreparedStatement overtake;
    private final PreparedStatement withdraw;

    @Inject
    public CassandraIdempotencyStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        String ofKey = " WHERE inbox_id = :inbox_id AND idempotency_key = :idempotency_key";
        String ofClaim = ofKey + " AND submission_id = :submission_id";
        // A claim that is gone has no digest.
        String undecided = ofClaim + " IF digest != null AND accepted_at = null AND fate = null";
        String update = "UPDATE idempotency_claim USING TTL " + IdempotencySchema.LATER_WRITES.toSeconds() + " SET ";
        insert = session.prepare(
                "INSERT INTO idempotency_claim (inbox_id, idempotency_key, submission_id, digest, held_until)"
                        + " VALUES (:inbox_id, :idempotency_key, :submission_id, :digest, :held_until)");
        insertAccepted = session.prepare("INSERT INTO idempotency_claim"
                + " (inbox_id, idempotency_key, submission_id, digest, held_until, accepted_at)"
                + " VALUES (:inbox_id, :idempotency_key, :submission_id, :digest, :held_until, :accepted_at)");
        selectKeys = session.prepare("SELECT DISTINCT inbox_id, idempotency_key FROM idempotency_claim");
        select = session.prepare(
                "SELECT submission_id, digest, held_until, accepted_at, fate FROM idempotency_claim" + ofKey);
        accept = session.prepare(update + "accepted_at = :accepted_at" + ofClaim);
        acceptLate = session.prepareConditional(update + "accepted_at = :accepted_at, fate = :fate" + undecided);
        overtake = session.prepareConditional(update + "fate = :fate" + undecided);
        withdraw = session.prepare(update + "held_until = :held_until" + ofClaim);
    }

    @Override
    public Mono<Void> claim(InboxKey key, KeyClaim claim) {
        return Mono.defer(() -> session.write(bind(key, claim)));
    }

    private BoundStatement bind(InboxKey key, KeyClaim claim) {
        BoundStatement bound = (claim.acceptedAt().isPresent() ? insertAccepted : insert)
                .bind(
                        key.inbox().value(),
                        key.key().value(),
                        claim.submission().value(),
                        claim.digest(),
                        claim.heldUntil());
        return claim.acceptedAt().map(at -> bound.setInstant("accepted_at", at)).orElse(bound);
    }

    @Override
    public Flux<InboxKey> keys() {
        return Flux.defer(() -> session.readRows(selectKeys.bind()))
                .map(row -> new InboxKey(
                        InboxId.of(row.getString("inbox_id")), new IdempotencyKey(row.getString("idempotency_key"))));
    }

    @Override
    public Mono<List<KeyClaim>> claims(InboxKey key) {
        return Mono.defer(() -> session.readRows(
                        select.bind(key.inbox().value(), key.key().value()))
                .map(CassandraIdempotencyStore::claim)
                .collectList());
    }

    private static KeyClaim claim(Row row) {
        return new KeyClaim(
                new SubmissionId(row.getString("submission_id")),
                row.getString("digest"),
                // A withdrawal, which is written later, is forgotten sooner than what it withdrew.
                Optional.ofNullable(row.getInstant("held_until")).orElse(KeyClaim.WITHDRAWN),
                Optional.ofNullable(row.getInstant("accepted_at")),
                Optional.ofNullable(row.getString("fate")).map(CassandraIdempotencyStore::fate));
    }

    private static Fate fate(String text) {
        return Fate.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static String text(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Mono<Void> accept(InboxKey key, SubmissionId submission, Instant at) {
        return Mono.defer(() ->
                session.write(accept.bind(at, key.inbox().value(), key.key().value(), submission.value())));
    }

    @Override
    public Mono<Fate> acceptLate(InboxKey key, SubmissionId submission, Instant at) {
        return Mono.defer(() -> session.writeConditionally(acceptLate.bind(
                        at, text(Fate.ACCEPTED), key.inbox().value(), key.key().value(), submission.value())))
                .mapNotNull(answer -> StoreSession.isApplied(answer) ? Fate.ACCEPTED : fateBefore(answer));
    }

    /** No row, or one without a digest: there was no claim to decide on. */
    private static Fate fateBefore(Row answer) {
        if (!answer.getColumnDefinitions().contains("digest") || answer.isNull("digest")) {
            return null;
        }
        return answer.isNull("fate") ? Fate.ACCEPTED : fate(answer.getString("fate"));
    }

    @Override
    public Mono<Boolean> overtake(InboxKey key, SubmissionId abandoned) {
        return Mono.defer(() -> session.writeConditionally(overtake.bind(
                        text(Fate.OVERTAKEN), key.inbox().value(), key.key().value(), abandoned.value())))
                .map(answer -> StoreSession.isApplied(answer) || fateBefore(answer) == Fate.OVERTAKEN);
    }

    @Override
    public Mono<Void> withdraw(InboxKey key, SubmissionId submission) {
        return Mono.defer(() -> session.write(
                withdraw.bind(KeyClaim.WITHDRAWN, key.inbox().value(), key.key().value(), submission.value())));
    }
}
