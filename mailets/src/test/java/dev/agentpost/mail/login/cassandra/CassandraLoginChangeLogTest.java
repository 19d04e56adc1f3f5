package dev.agentpost.mail.login.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChangeLog;
import dev.agentpost.mail.login.LoginChangeLogContract;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraLoginChangeLogTest implements LoginChangeLogContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(LoginSchema.SCHEMA);

    private final TestClock clock = new TestClock();
    private LoginChangeLog log;

    @BeforeEach
    void setUp() {
        CASSANDRA.truncateTables();
        log = new CassandraLoginChangeLog(CASSANDRA.session(), clock);
    }

    @Override
    public LoginChangeLog testee() {
        return log;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Test
    void entryOfAClockAheadShouldBeRead() {
        TestClock ahead = new TestClock();
        clock.advance(Duration.ofSeconds(57));
        ahead.advance(Duration.ofSeconds(62));
        LoginChange change = new LoginChange.Key(ApiKeyId.generate());
        new CassandraLoginChangeLog(CASSANDRA.session(), ahead).append(change).block();

        assertThat(log.read(clock.instant()).collectList().block())
                .extracting(LoginChangeLog.Entry::change)
                .containsExactly(change);
    }

    @Test
    void kindOfANewerServerShouldBeLeftOut() {
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO login_change (bucket, written_at, id, kind, subject) VALUES (?, ?, ?, 'domain', 'x')",
                        clock.instant().getEpochSecond() / LoginSchema.BUCKET.toSeconds(),
                        clock.instant(),
                        UUID.randomUUID());

        assertThat(log.read(clock.instant()).collectList().block()).isEmpty();
    }

    @Test
    void entryShouldGoByItself() {
        log.append(new LoginChange.Key(ApiKeyId.generate())).block();

        int timeToLive = CASSANDRA
                .session()
                .execute("SELECT TTL(kind) FROM login_change")
                .one()
                .getInt(0);

        assertThat(Duration.ofSeconds(timeToLive)).isBetween(log.retention(), LoginSchema.TIME_TO_LIVE);
    }
}
