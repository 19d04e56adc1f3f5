package dev.agentpost.mail.ratelimit;

import java.util.Optional;
import java.util.UUID;

/**
 * Recipients that were sent to at some time from {@code from} to {@code to}.
 *
 * @param lease whose node may still correct the count; empty when it stays as it is
 * @param from in milliseconds since the epoch, as {@code to}
 * @param count of recipients
 */
public record Spending(Optional<UUID> lease, long from, long to, long count) {
    /** Of what is this old nobody corrects the count any longer. */
    static final long CORRECTABLE_MILLIS = 60_000;

    /**
     * So old a lease is not spent from any longer, by whichever clock, and its node would have corrected it: what that noted
     * is what counts.
     */
    static final long LOST_MILLIS = 40_000;

    private static final long STEPS_IN_WINDOW = 60;

    /** Still in a window of this length that ends now: rounded against the sender, as a whole until its end is out. */
    boolean isWithin(long windowMillis, long now) {
        return to > now - windowMillis;
    }

    boolean isLost(long now) {
        return lease.isPresent() && now - from >= LOST_MILLIS;
    }

    Spending settled(long spent) {
        return new Spending(Optional.empty(), from, to, Math.min(count, spent));
    }

    Spending settledAt(long now) {
        return lease.isPresent() && now - from >= CORRECTABLE_MILLIS
                ? new Spending(Optional.empty(), from, to, count)
                : this;
    }

    /** Whether what comes of it is no longer than a sixtieth of every window that it can be at the end of. */
    boolean mayJoin(Spending later, long now) {
        long end = Math.max(to, later.to);
        return lease.isEmpty() && later.lease.isEmpty() && (end - from) * STEPS_IN_WINDOW <= now - end;
    }

    Spending join(Spending later) {
        return new Spending(Optional.empty(), from, Math.max(to, later.to), count + later.count);
    }
}
