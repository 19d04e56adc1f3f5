package dev.agentpost.mail.mailboxstore.james;

import java.time.Clock;

class CassandraManagerTest extends ManagerContracts {
    @Override
    TestStore store(Clock clock) {
        return CassandraTestStore.empty(clock);
    }
}
