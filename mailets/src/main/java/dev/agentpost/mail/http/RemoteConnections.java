package dev.agentpost.mail.http;

import dev.agentpost.mail.core.AddressRange;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open connections of a listener, exactly. Safe for use by many threads. */
public final class RemoteConnections {
    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    public RemoteConnections(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** What is admitted must be given back by {@link #close}, once. */
    public boolean open(InetAddress address) {
        if (all.incrementAndGet() > max) {
            all.decrementAndGet();
            return false;
        }
        if (byAddress.merge(AddressRange.of(address), 1, Integer::sum) > maxPerAddress) {
            close(address);
            return false;
        }
        return true;
    }

    public void close(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(AddressRange.of(address), (range, count) -> count > 1 ? count - 1 : null);
    }

    public int count() {
        return all.get();
    }
}
