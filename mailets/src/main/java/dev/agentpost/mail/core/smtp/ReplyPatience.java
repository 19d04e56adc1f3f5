package dev.agentpost.mail.core.smtp;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client's command may still wait for stores. What counts is the client's wait, from its last bytes or from the
 * last answer it got, be it that the command waited for a thread, for one store or for several. A refusal for now does not
 * count as an answer: when a store hangs, the first of the commands that were sent together waits for it. When it has
 * waited in vain, all that the client had sent until then is refused at once. Safe for use by many threads.
 */
final class ReplyPatience {
    /** No answer may take longer than 10 seconds, and a machine under load takes its time too. */
    static final Duration LIMIT = Duration.ofSeconds(6);

    /** What is in memory, or comes from a store that answers again, can be used when all time has passed. */
    static final Duration LEAST = Duration.ofMillis(10);

    /** Of each of the commands that are refused at once: there may be hundreds, one after the other. */
    static final Duration IN_VAIN = Duration.ofMillis(1);

    private static final byte TEMPORARILY = '4';

    private final LongSupplier nanoTime;
    private long since;
    private boolean inVain;
    private long inVainSince;

    ReplyPatience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begin();
    }

    synchronized void begin() {
        since = nanoTime.getAsLong();
        inVain = false;
    }

    /** @param arrivedAt of the bytes whose commands come now, in nanoseconds */
    synchronized void begin(long arrivedAt) {
        if (inVain ? arrivedAt - inVainSince > 0 : arrivedAt - since > 0) {
            since = arrivedAt;
            inVain = false;
        }
    }

    synchronized void answered(byte[] reply) {
        if (!inVain && (reply.length == 0 || reply[0] != TEMPORARILY)) {
            since = nanoTime.getAsLong();
        }
    }

    /** A store has failed, or did not answer in time. */
    synchronized void failed() {
        if (!inVain && passed().compareTo(LIMIT) >= 0) {
            inVain = true;
            inVainSince = nanoTime.getAsLong();
        }
    }

    synchronized Duration left() {
        Duration left = LIMIT.minus(passed());
        Duration least = inVain ? IN_VAIN : LEAST;
        return inVain || left.compareTo(least) < 0 ? least : left;
    }

    private Duration passed() {
        return Duration.ofNanos(nanoTime.getAsLong() - since);
    }
}
