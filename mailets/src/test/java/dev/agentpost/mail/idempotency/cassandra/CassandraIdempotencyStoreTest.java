package dev.agentpost.mail.idempotency.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.idempotency.ClusterKeyedSubmissionsContract;
import dev.agentpost.mail.idempotency.IdempotencyStore;
import dev.agentpost.mail.idempotency.KeyClaim;
import dev.agentpost.mail.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraIdempotencyStoreTest implements ClusterKeyedSubmissionsContract {
    private static final KeyClaim CLAIM = claim();

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(IdempotencySchema.SCHEMA);

    private final TestClock clock = new TestClock();
    private IdempotencyStore store;

    private static KeyClaim claim() {
        return new KeyClaim(SubmissionId.generate(), DIGEST, TestClock.START, Optional.empty(), Optional.empty());
    }

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        store = new CassandraIdempotencyStore(CASSANDRA.session());
    }

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    private static Row row(String columns) {
        return CASSANDRA
                .session()
                .execute("SELECT " + columns + " FROM idempotency_claim")
                .one();
    }

    @Test
    void claimShouldGoByItself() {
        store.claim(KEY, CLAIM).block();

        assertThat(timeToLive("digest")).isBetween(IdempotencyStore.RETENTION, IdempotencySchema.TIME_TO_LIVE);
    }

    /** Else a row without the columns that make it a claim would be left. */
    @Test
    void laterWritesShouldGoBeforeTheClaim() {
        store.claim(KEY, CLAIM).block();
        store.accept(KEY, CLAIM.submission(), Instant.EPOCH).block();
        store.withdraw(KEY, CLAIM.submission()).block();

        assertThat(timeToLive("accepted_at")).isLessThan(timeToLive("digest").minusMinutes(30));
        assertThat(timeToLive("held_until")).isLessThan(timeToLive("digest").minusMinutes(30));
    }

    @Test
    void withdrawnClaimShouldStayWithdrawnUntilItGoes() {
        store.claim(KEY, CLAIM).block();
        CASSANDRA
                .session()
                .execute(
                        "DELETE held_until FROM idempotency_claim WHERE inbox_id = ? AND idempotency_key = ?"
                                + " AND submission_id = ?",
                        KEY.inbox().value(),
                        KEY.key().value(),
                        CLAIM.submission().value());

        assertThat(store.claims(KEY).block()).extracting(KeyClaim::heldUntil).containsExactly(KeyClaim.WITHDRAWN);
    }

    private static Duration timeToLive(String column) {
        return Duration.ofSeconds(row("TTL(" + column + ")").getInt(0));
    }

    @Test
    void lateWordOnAClaimThatIsGoneShouldLeaveNoRow() {
        store.acceptLate(KEY, CLAIM.submission(), Instant.EPOCH).block();
        store.overtake(KEY, CLAIM.submission()).block();

        assertThat(store.claims(KEY).block()).isEmpty();
    }
}
