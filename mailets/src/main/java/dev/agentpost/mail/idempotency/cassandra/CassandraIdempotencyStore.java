package dev.agentpost.mail.idempotency.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.InboxKey;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Claims in the table of {@link IdempotencySchema}. Safe for use by many threads and nodes. */
public final class CassandraIdempotencyStore implements IdempotencyStore {
    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement replace;
    private final PreparedStatement accept;
    private final PreparedStatement release;

    @Inject
    public CassandraIdempotencyStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        String where = " WHERE inbox_id = :inbox_id AND idempotency_key = :idempotency_key";
        String update = "UPDATE idempotency_key USING TTL " + IdempotencySchema.LATER_WRITES.toSeconds() + " SET ";
        insert = session.prepareConditional(
                "INSERT INTO idempotency_key (inbox_id, idempotency_key, submission_id, digest, held_until)"
                        + " VALUES (:inbox_id, :idempotency_key, :submission_id, :digest, :held_until) IF NOT EXISTS");
        replace = session.prepareConditional(
                "UPDATE idempotency_key SET submission_id = :submission_id, digest = :digest,"
                        + " held_until = :held_until, accepted_at = null" + where
                        + " IF submission_id = :before AND accepted_at = :accepted_before");
        accept = session.prepareConditional(
                update + "accepted_at = :accepted_at" + where + " IF submission_id = :submission_id");
        release = session.prepareConditional(
                update + "held_until = :held_until" + where + " IF submission_id = :submission_id");
    }

    @Override
    public Mono<KeyClaim> claim(InboxKey key, KeyClaim wanted) {
        return Mono.defer(() -> session.writeConditionally(insert.bind(
                        key.inbox().value(),
                        key.key().value(),
                        wanted.submission().value(),
                        wanted.digest(),
                        wanted.heldUntil())))
                .flatMap(answer -> standing(answer, wanted));
    }

    @Override
    public Mono<KeyClaim> replace(InboxKey key, KeyClaim before, KeyClaim wanted) {
        return Mono.defer(() -> session.writeConditionally(replace.bind(
                        wanted.submission().value(),
                        wanted.digest(),
                        wanted.heldUntil(),
                        key.inbox().value(),
                        key.key().value(),
                        before.submission().value(),
                        before.acceptedAt().orElse(null))))
                .flatMap(answer -> isGone(answer) ? Mono.empty() : replaced(key, answer, wanted));
    }

    /** The answer has only the columns that the condition is about: the rest is in the answer to a claim that fails. */
    private Mono<KeyClaim> replaced(InboxKey key, Row answer, KeyClaim wanted) {
        return StoreSession.isApplied(answer) ? Mono.just(wanted) : claim(key, wanted);
    }

    @Override
    public Mono<SubmissionId> accept(InboxKey key, SubmissionId submission, Instant at) {
        return Mono.defer(() -> session.writeConditionally(
                        accept.bind(at, key.inbox().value(), key.key().value(), submission.value())))
                .filter(answer -> !isGone(answer))
                .map(answer -> StoreSession.isApplied(answer) ? submission : submission(answer));
    }

    @Override
    public Mono<Void> release(InboxKey key, SubmissionId submission) {
        return Mono.defer(() -> session.writeConditionally(release.bind(
                        Instant.EPOCH, key.inbox().value(), key.key().value(), submission.value())))
                .then();
    }

    private static Mono<KeyClaim> standing(Row answer, KeyClaim wanted) {
        return StoreSession.isApplied(answer)
                ? Mono.just(wanted)
                : Mono.just(new KeyClaim(
                        submission(answer),
                        answer.getString("digest"),
                        answer.getInstant("held_until"),
                        Optional.ofNullable(answer.getInstant("accepted_at"))));
    }

    /** No row: there was nothing to compare with. */
    private static boolean isGone(Row answer) {
        return !StoreSession.isApplied(answer) && !answer.getColumnDefinitions().contains("submission_id");
    }

    private static SubmissionId submission(Row answer) {
        return new SubmissionId(answer.getString("submission_id"));
    }
}
