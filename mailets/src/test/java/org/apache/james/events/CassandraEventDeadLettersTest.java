package org.apache.james.events;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.deadletter.cassandra.CassandraEventDeadLetters;
import dev.agentpost.mail.deadletter.cassandra.DeadLetterSchema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In James's package since its contract can be seen from there only. */
class CassandraEventDeadLettersTest implements EventDeadLettersContract.AllContracts {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(DeadLetterSchema.SCHEMA);

    private static EventDeadLetters testee;

    @BeforeAll
    static void prepare() {
        testee = new CassandraEventDeadLetters(CASSANDRA.session(), new EventBusTestFixture.TestEventSerializer());
    }

    @BeforeEach
    void empty() {
        CASSANDRA.truncateTables();
    }

    @Override
    public EventDeadLetters eventDeadLetters() {
        return testee;
    }
}
