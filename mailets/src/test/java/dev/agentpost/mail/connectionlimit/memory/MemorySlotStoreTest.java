package dev.agentpost.mail.connectionlimit.memory;

import dev.agentpost.mail.connectionlimit.SlotStore;
import dev.agentpost.mail.connectionlimit.SlotStoreContract;
import dev.agentpost.mail.core.TestClock;

class MemorySlotStoreTest implements SlotStoreContract {
    private final TestClock clock = new TestClock();
    private final MemorySlotStore first = new MemorySlotStore(clock);

    @Override
    public SlotStore newNode() {
        return first.anotherNode();
    }

    @Override
    public void letLeasesLapse() {
        clock.advance(SlotStore.LEASE.plusMillis(1));
    }
}
