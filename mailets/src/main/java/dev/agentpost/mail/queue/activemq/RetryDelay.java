package dev.agentpost.mail.queue.activemq;

import java.time.Duration;

/** How long a mail waits before it is processed again: doubling from a second, a minute at most. */
final class RetryDelay {
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int DOUBLINGS = 6;

    private RetryDelay() {}

    /** @param failures how many times processing has failed so far, at least 1 */
    static Duration after(int failures) {
        if (failures > DOUBLINGS) {
            return LONGEST;
        }
        return Duration.ofSeconds(1L << (failures - 1));
    }
}
