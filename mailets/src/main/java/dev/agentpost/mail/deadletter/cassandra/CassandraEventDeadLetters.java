package dev.agentpost.mail.deadletter.cassandra;

import static dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema.EVENT;
import static dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema.GROUP_NAME;
import static dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema.INSERTION_ID;
import static dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema.TABLE;

import com.datastax.dse.driver.api.core.cql.reactive.ReactiveRow;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.common.base.Preconditions;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventSerializer;
import org.apache.james.events.Group;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Events that a listener failed to process, kept until they are redelivered. Safe for use by many threads. */
public final class CassandraEventDeadLetters implements EventDeadLetters {
    private static final Logger LOGGER = LoggerFactory.getLogger(CassandraEventDeadLetters.class);

    private final CqlSession session;
    private final EventSerializer serializer;
    private final PreparedStatement insert;
    private final PreparedStatement deleteOne;
    private final PreparedStatement deleteGroup;
    private final PreparedStatement selectEvent;
    private final PreparedStatement selectIds;
    private final PreparedStatement selectGroups;
    private final PreparedStatement selectAny;

    @Inject
    public CassandraEventDeadLetters(CqlSession session, EventSerializer serializer) {
        this.session = session;
        this.serializer = serializer;
        String ofGroup = " WHERE " + GROUP_NAME + " = ?";
        String ofOne = ofGroup + " AND " + INSERTION_ID + " = ?";
        this.insert = session.prepare(
                "INSERT INTO " + TABLE + " (" + GROUP_NAME + ", " + INSERTION_ID + ", " + EVENT + ") VALUES (?, ?, ?)");
        this.deleteOne = session.prepare("DELETE FROM " + TABLE + ofOne);
        this.deleteGroup = session.prepare("DELETE FROM " + TABLE + ofGroup);
        this.selectEvent = session.prepare("SELECT " + EVENT + " FROM " + TABLE + ofOne);
        this.selectIds = session.prepare("SELECT " + INSERTION_ID + " FROM " + TABLE + ofGroup);
        this.selectGroups = session.prepare("SELECT DISTINCT " + GROUP_NAME + " FROM " + TABLE);
        this.selectAny = session.prepare("SELECT " + GROUP_NAME + " FROM " + TABLE + " LIMIT 1");
    }

    @Override
    public Mono<InsertionId> store(Group group, Event event) {
        check(group);
        Preconditions.checkArgument(event != null, FAIL_DELIVERED_EVENT_CANNOT_BE_NULL);
        InsertionId id = InsertionId.random();
        return run(insert, group.asString(), id.getId(), serializer.toJson(event))
                .then(Mono.just(id));
    }

    @Override
    public Mono<Void> remove(Group group, InsertionId id) {
        check(group);
        check(id);
        return run(deleteOne, group.asString(), id.getId()).then();
    }

    @Override
    public Mono<Void> remove(Group group) {
        check(group);
        return run(deleteGroup, group.asString()).then();
    }

    @Override
    public Mono<Event> failedEvent(Group group, InsertionId id) {
        check(group);
        check(id);
        return run(selectEvent, group.asString(), id.getId())
                .next()
                .map(row -> serializer.asEvent(row.getString(EVENT)));
    }

    @Override
    public Flux<InsertionId> failedIds(Group group) {
        check(group);
        return run(selectIds, group.asString()).map(row -> InsertionId.of(row.getUuid(INSERTION_ID)));
    }

    @Override
    public Flux<Group> groupsWithFailedEvents() {
        return run(selectGroups).flatMap(row -> Mono.justOrEmpty(group(row)));
    }

    /** A group whose class is gone, as after an upgrade, has no listener to redeliver to: the others stay usable. */
    private static Optional<Group> group(Row row) {
        String name = row.getString(GROUP_NAME);
        try {
            return Optional.of(Group.deserialize(name));
        } catch (Group.GroupDeserializationException e) {
            LOGGER.warn("dead letters of unknown listener group {} are kept", name, e);
            return Optional.empty();
        }
    }

    @Override
    public Mono<Boolean> containEvents() {
        return run(selectAny).hasElements();
    }

    private Flux<ReactiveRow> run(PreparedStatement statement, Object... values) {
        return Flux.from(session.executeReactive(statement.bind(values)));
    }

    private static void check(Group group) {
        Preconditions.checkArgument(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    }

    private static void check(InsertionId id) {
        Preconditions.checkArgument(id != null, FAIL_DELIVERED_ID_INSERTION_CANNOT_BE_NULL);
    }
}
