package dev.agentpost.mail.mailauthentication;

import java.time.Duration;

/** The end of the time that the checks of one message may take together. */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    public boolean isOver() {
        return remaining().isZero();
    }
}
