package dev.agentpost.mail.http;

import dev.agentpost.mail.core.AddressRange;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The open connections of a listener, counted exactly. One too many takes the place of the one that has been idle longest,
 * of its own address when that has too many, else of all; it is refused when none is idle. No step depends on how many there
 * are. Safe for use by many threads, which hold the one lock for a few instructions.
 */
public final class RemoteConnections {
    private final int max;
    private final int maxPerAddress;
    private final Set<Place> idle = new LinkedHashSet<>();
    private final Map<InetAddress, OfAddress> byAddress = new HashMap<>();
    private int all;

    public RemoteConnections(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** In the order in which they became idle. */
    private static final class OfAddress {
        private final Set<Place> idle = new LinkedHashSet<>();
        private int count;
    }

    /** That of one connection, idle at first. */
    public final class Place {
        private final InetAddress range;
        private final Runnable cut;
        private boolean isTaken = true;

        private Place(InetAddress range, Runnable cut) {
            this.range = range;
            this.cut = cut;
        }

        /** A request begins. False when another connection has taken the place: this one is being cut. */
        public boolean busy() {
            synchronized (RemoteConnections.this) {
                if (isTaken) {
                    idle.remove(this);
                    byAddress.get(range).idle.remove(this);
                }
                return isTaken;
            }
        }

        /** No request is begun or under way any more. */
        public void idle() {
            synchronized (RemoteConnections.this) {
                if (isTaken) {
                    idle.add(this);
                    byAddress.get(range).idle.add(this);
                }
            }
        }

        /** May be repeated. */
        public void leave() {
            synchronized (RemoteConnections.this) {
                if (isTaken) {
                    busy();
                    isTaken = false;
                    all--;
                    byAddress.computeIfPresent(range, (same, of) -> --of.count > 0 ? of : null);
                }
            }
        }
    }

    /**
     * @param cut closes the connection that is admitted, when another takes its place; called once at most, by any thread
     * @return empty when it is refused; else what must be left once the connection is closed
     */
    public Optional<Place> open(InetAddress address, Runnable cut) {
        Place place = new Place(AddressRange.of(address), cut);
        Optional<Place> idlest = Optional.empty();
        synchronized (this) {
            OfAddress own = byAddress.getOrDefault(place.range, new OfAddress());
            if (own.count >= maxPerAddress || all >= max) {
                idlest = (own.count >= maxPerAddress ? own.idle : idle).stream().findFirst();
                if (idlest.isEmpty()) {
                    return Optional.empty();
                }
                idlest.get().leave();
            }
            all++;
            byAddress.computeIfAbsent(place.range, range -> new OfAddress()).count++;
            place.idle();
        }
        idlest.ifPresent(left -> left.cut.run());
        return Optional.of(place);
    }

    public synchronized int count() {
        return all;
    }
}
