package dev.agentpost.mail.ratelimit;

import java.time.Duration;

/** At most so many recipients in any stretch of time of this length. */
public record SendWindow(int max, int perSeconds) {
    public static final int LARGEST_MAX = 1_000_000_000;
    /** 31 days. */
    public static final int LONGEST_SECONDS = 2_678_400;

    public SendWindow {
        if (!isMax(max)) {
            throw new IllegalArgumentException("max " + maxRule());
        }
        if (!isPerSeconds(perSeconds)) {
            throw new IllegalArgumentException("per_seconds " + perSecondsRule());
        }
    }

    public static boolean isMax(int value) {
        return value >= 1 && value <= LARGEST_MAX;
    }

    public static boolean isPerSeconds(int value) {
        return value >= 1 && value <= LONGEST_SECONDS;
    }

    public static String maxRule() {
        return "must be a whole number from 1 to " + LARGEST_MAX;
    }

    public static String perSecondsRule() {
        return "must be a whole number from 1 to " + LONGEST_SECONDS;
    }

    long millis() {
        return Duration.ofSeconds(perSeconds).toMillis();
    }
}
