package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;

class CassandraMapperTest extends MapperContracts {
    @Override
    TestStore store(Clock clock) {
        return CassandraTestStore.empty(clock);
    }
}
