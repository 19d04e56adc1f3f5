package dev.agentpost.mail.mailboxstore.memory;

import dev.agentpost.mail.mailboxstore.ContentStore;
import dev.agentpost.mail.mailboxstore.ScavengerContract;
import dev.agentpost.mail.mailboxstore.UnusedContents;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

class MemoryScavengerTest extends ScavengerContract {
    private Clock current = Clock.systemUTC();
    private final MemoryContentStore store = new MemoryContentStore(new CurrentClock());

    @Override
    protected ContentStore contents(Clock clock) {
        current = clock;
        return store;
    }

    @Override
    protected UnusedContents unused(Clock clock) {
        current = clock;
        return store;
    }

    private final class CurrentClock extends Clock {
        @Override
        public Instant instant() {
            return current.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return current.withZone(zone);
        }
    }
}
