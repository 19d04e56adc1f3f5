package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Allowance that this node took from a ledger for a few seconds, and what became of it. Times are in milliseconds, of the
 * node's clock unless said otherwise. Not safe for use by several threads: its account guards it.
 */
final class Lease {
    /** What the ledger assumes at first, as the time up to which it may be spent. */
    static final long ASSUMED_MILLIS = 20_000;

    /** A lease that comes later than this after the decision is not used at all. */
    static final long USABLE_MILLIS = ASSUMED_MILLIS / 2;

    private static final long LONGEST_HOLD = Duration.ofSeconds(2).toMillis();
    private static final int STEPS_IN_WINDOW = 60;

    private final UUID id = UUID.randomUUID();
    private final SendLimit limit;
    private final long granted;
    private final boolean extra;
    /** Of the granted, what others count if this node dies. */
    private long noted;

    private final long claimedAt;
    /** Of the ledger, as opposed to {@link #claimedAt}. */
    private final long from;

    private long usableUntil;
    private long spent;
    private long lastSpentAt;
    private int pending;
    /** As the ledger has it. */
    private Spending written;

    private boolean narrowed;

    /**
     * @param needed by those who wait for it
     * @param extra for those who come next
     */
    Lease(SendLimit limit, long needed, long extra, long claimedAt, long from) {
        this.limit = limit;
        this.granted = needed + extra;
        this.extra = extra > 0;
        this.noted = needed;
        this.claimedAt = claimedAt;
        this.from = from;
        this.lastSpentAt = claimedAt;
        this.written = new Spending(Optional.of(id), from, from + ASSUMED_MILLIS, granted);
    }

    UUID id() {
        return id;
    }

    /** Without it there is nothing to be noted: all is counted from the claim on. */
    boolean hasExtra() {
        return extra;
    }

    /** Nobody may hear of it before it is noted. */
    boolean isSpentBeyondNote() {
        return spent > noted;
    }

    void noted(long upTo) {
        noted = upTo;
    }

    long noted() {
        return noted;
    }

    Duration kept() {
        return limit.kept();
    }

    long granted() {
        return granted;
    }

    long spent() {
        return spent;
    }

    Spending written() {
        return written;
    }

    /** To be called when the ledger has it, before anything is spent. */
    void begin(long now) {
        usableUntil = Math.min(now + Math.min(LONGEST_HOLD, margin()), claimedAt + USABLE_MILLIS);
    }

    /** Half a step: between the last message and the end of what the ledger counts it for. */
    private long margin() {
        return Math.min(USABLE_MILLIS, limit.shortestMillis() / (2 * STEPS_IN_WINDOW));
    }

    boolean isTooLate(long now) {
        return now < claimedAt || now > claimedAt + USABLE_MILLIS;
    }

    boolean isOver(long now) {
        return now < claimedAt || now > usableUntil;
    }

    boolean allows(SendLimit limitNow, long recipients, long now) {
        return !isOver(now) && limit.equals(limitNow) && granted - spent >= recipients;
    }

    void spend(long recipients, long now) {
        spent += recipients;
        lastSpentAt = Math.max(lastSpentAt, now);
        pending++;
    }

    void settle(long givenBack) {
        spent -= givenBack;
        pending--;
    }

    /** What the ledger should have instead; empty for nothing at all. */
    Optional<Spending> correction() {
        if (spent == 0 && pending == 0) {
            return Optional.empty();
        }
        long end = Math.min(from + ASSUMED_MILLIS, from + (lastSpentAt - claimedAt) + margin());
        Optional<UUID> correctable = pending > 0 ? Optional.of(id) : Optional.empty();
        return Optional.of(new Spending(correctable, from, end, spent));
    }

    void wrote(Optional<Spending> correction) {
        written = correction.orElse(new Spending(Optional.empty(), from, from, 0));
        narrowed = true;
    }

    /** Of a lease that is no longer spent from: the ledger counts too much for it, or for too long. */
    boolean isDirty() {
        return written.count() != spent || (!narrowed && ASSUMED_MILLIS > 2 * margin());
    }

    /** Nobody will ask for its notes: the ledger has what was spent. */
    boolean isSettled() {
        return pending == 0 && !isDirty();
    }

    /** Nothing more is to be said about it, or it is too old for the ledger to listen. */
    boolean isDone(long now) {
        return isSettled() || now - claimedAt >= Spending.CORRECTABLE_MILLIS;
    }
}
