package dev.agentpost.mail.core.smtp;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a client's command may still wait for stores. What counts is the client's wait, from its last bytes or from the
 * last answer it got, be it that the command waited for a thread, for one store or for several. A refusal for now does not
 * count as an answer: when a store hangs, the first of the commands that were sent together waits for it, and the others
 * are refused at once. Safe for use by many threads.
 */
final class ReplyPatience {
    /** No answer may take longer than 10 seconds, and a machine under load takes its time too. */
    static final Duration LIMIT = Duration.ofSeconds(6);

    /** What is in memory can be used when all time has passed. */
    static final Duration LEAST = Duration.ofMillis(10);

    private static final byte TEMPORARILY = '4';

    private final LongSupplier nanoTime;
    private volatile long since;

    ReplyPatience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        begin();
    }

    void begin() {
        since = nanoTime.getAsLong();
    }

    void answered(byte[] reply) {
        if (reply.length == 0 || reply[0] != TEMPORARILY) {
            begin();
        }
    }

    Duration left() {
        Duration left = LIMIT.minusNanos(nanoTime.getAsLong() - since);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
