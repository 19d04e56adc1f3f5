package dev.agentpost.mail.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.core.AddressRange;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what each remote address asks of one listener. Counts of open connections are exact. Rates are kept for the
 * 100,000 addresses that came last, as buckets that hold what a minute allows and fill up again evenly. Safe for use by
 * many threads.
 */
public class RemoteLoad {
    private static final int MAX_ADDRESSES = 100_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Whether a connection may stay. */
    public enum Admission {
        ADMITTED,
        /** The address has as many as it may, or opens them too fast. */
        TOO_MANY_OF_ADDRESS,
        /** The listener has as many as it may. */
        TOO_MANY
    }

    private final RemoteLimits limits;
    private final Clock clock;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final Cache<InetAddress, Bucket> connecting = buckets();
    private final Cache<InetAddress, Bucket> sending = buckets();

    public RemoteLoad(RemoteLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    private static Cache<InetAddress, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build();
    }

    /** What is admitted must be given back by {@link #disconnect}. */
    public Admission connect(InetAddress address) {
        if (all.incrementAndGet() > limits.allConnections()) {
            all.decrementAndGet();
            return Admission.TOO_MANY;
        }
        InetAddress range = AddressRange.of(address);
        if (isExempt(address) || (takeSlot(range) && takeOrGiveBack(range))) {
            return Admission.ADMITTED;
        }
        all.decrementAndGet();
        return Admission.TOO_MANY_OF_ADDRESS;
    }

    private boolean takeSlot(InetAddress range) {
        boolean[] taken = new boolean[1];
        open.compute(range, (key, count) -> {
            int now = count == null ? 0 : count;
            taken[0] = now < limits.connections();
            return taken[0] ? Integer.valueOf(now + 1) : Integer.valueOf(now);
        });
        return taken[0];
    }

    private boolean takeOrGiveBack(InetAddress range) {
        boolean taken = take(connecting, range, limits.connectionsPerMinute());
        if (!taken) {
            giveBackSlot(range);
        }
        return taken;
    }

    /** Must be called once for each connection that was admitted. */
    public void disconnect(InetAddress address) {
        all.decrementAndGet();
        if (!isExempt(address)) {
            giveBackSlot(AddressRange.of(address));
        }
    }

    private void giveBackSlot(InetAddress range) {
        open.computeIfPresent(range, (key, count) -> count > 1 ? count - 1 : null);
    }

    /** Whether the address may begin one more message. */
    public boolean takeMessage(InetAddress address) {
        return isExempt(address) || take(sending, AddressRange.of(address), limits.messagesPerMinute());
    }

    private boolean isExempt(InetAddress address) {
        return limits.exempt().stream().anyMatch(network -> network.contains(address));
    }

    private boolean take(Cache<InetAddress, Bucket> buckets, InetAddress range, int perMinute) {
        Instant now = clock.instant();
        Bucket after = buckets.asMap()
                .compute(range, (key, bucket) -> (bucket == null ? Bucket.full(perMinute, now) : bucket)
                        .take(perMinute, now));
        return after.taken();
    }

    /** @param taken whether the last attempt got something */
    private record Bucket(double content, Instant when, boolean taken) {
        static Bucket full(int size, Instant now) {
            return new Bucket(size, now, false);
        }

        Bucket take(int size, Instant now) {
            double passed = Math.max(0, Duration.between(when, now).toMillis()) / (double) WINDOW.toMillis();
            double filled = Math.min(size, content + passed * size);
            return filled >= 1 ? new Bucket(filled - 1, now, true) : new Bucket(filled, now, false);
        }
    }
}
