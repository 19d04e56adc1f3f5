package dev.agentpost.mail.login.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChangeLog;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Changes in the table of {@link LoginSchema}. Safe for use by many threads and nodes. */
public class CassandraLoginChangeLog implements LoginChangeLog {
    /** How far the clock of a writer may be ahead of ours without delaying its changes. */
    private static final Duration AHEAD = Duration.ofSeconds(10);

    private static final String KEY = "key";
    private static final String ORGANIZATION = "organization";
    private static final String INBOX = "inbox";

    private final StoreSession session;
    private final Clock clock;
    private final PreparedStatement insert;
    private final PreparedStatement select;

    @Inject
    public CassandraLoginChangeLog(CqlSession cqlSession, Clock clock) {
        this.session = new StoreSession(cqlSession);
        this.clock = clock;
        insert = session.prepare("INSERT INTO login_change (bucket, written_at, id, kind, subject)"
                + " VALUES (:bucket, :written_at, :id, :kind, :subject)");
        select = session.prepare("SELECT written_at, id, kind, subject FROM login_change"
                + " WHERE bucket = :bucket AND written_at >= :written_at");
    }

    @Override
    public Mono<Void> append(LoginChange change) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return session.write(insert.bind(bucket(now), now, UUID.randomUUID(), kind(change), subject(change)));
        });
    }

    @Override
    public Flux<Entry> read(Instant from) {
        return Flux.defer(() -> Flux.fromStream(LongStream.rangeClosed(
                                bucket(from), bucket(clock.instant().plus(AHEAD)))
                        .boxed()))
                .concatMap(bucket -> session.readRows(select.bind(bucket, from)))
                .concatMap(row -> Mono.justOrEmpty(entry(row)));
    }

    @Override
    public Duration retention() {
        // Less than they live: a row may go while a poll that wants it is late.
        return LoginSchema.TIME_TO_LIVE.minus(LoginSchema.TIME_TO_LIVE.dividedBy(6));
    }

    private static long bucket(Instant time) {
        return time.getEpochSecond() / LoginSchema.BUCKET.toSeconds();
    }

    private static String kind(LoginChange change) {
        if (change instanceof LoginChange.Key) {
            return KEY;
        }
        return change instanceof LoginChange.Organization ? ORGANIZATION : INBOX;
    }

    private static String subject(LoginChange change) {
        if (change instanceof LoginChange.Key key) {
            return key.id().value();
        }
        return change instanceof LoginChange.Organization organization
                ? organization.id().value()
                : ((LoginChange.Inbox) change).id().value();
    }

    /** Empty for a kind that a newer server writes. */
    private static Optional<Entry> entry(Row row) {
        String subject = row.getString("subject");
        Optional<LoginChange> change =
                switch (row.getString("kind")) {
                    case KEY -> Optional.of(new LoginChange.Key(ApiKeyId.of(subject)));
                    case ORGANIZATION -> Optional.of(new LoginChange.Organization(OrganizationId.of(subject)));
                    case INBOX -> Optional.of(new LoginChange.Inbox(InboxId.of(subject)));
                    default -> Optional.empty();
                };
        return change.map(found -> new Entry(row.getUuid("id"), row.getInstant("written_at"), found));
    }
}
