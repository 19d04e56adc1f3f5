package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How many recipients may be sent to: all windows hold, none means no limit.
 *
 * @param windows of different lengths, the shortest first
 */
public record SendLimit(List<SendWindow> windows) {
    public static final int MAX_WINDOWS = 10;
    private static final long LEAST_KEPT_MILLIS = Duration.ofDays(1).toMillis();
    public static final SendLimit NONE = new SendLimit(List.of());

    public SendLimit {
        if (windows.size() > MAX_WINDOWS) {
            throw new IllegalArgumentException("at most " + MAX_WINDOWS + " windows are allowed");
        }
        if (windows.stream().mapToInt(SendWindow::perSeconds).distinct().count() < windows.size()) {
            throw new IllegalArgumentException("there are two windows of the same per_seconds");
        }
        windows = windows.stream()
                .sorted(Comparator.comparingInt(SendWindow::perSeconds))
                .toList();
    }

    public static SendLimit of(SendWindow... windows) {
        return new SendLimit(List.of(windows));
    }

    public boolean isNone() {
        return windows.isEmpty();
    }

    long shortestMillis() {
        return windows.stream().mapToLong(SendWindow::millis).min().orElse(0);
    }

    /** How long what was sent matters: for a day at least, so that a longer window that is set later finds what it needs. */
    Duration kept() {
        return Duration.ofMillis(Math.max(LEAST_KEPT_MILLIS, longestMillis()) + Spending.CORRECTABLE_MILLIS);
    }

    long longestMillis() {
        return windows.stream().mapToLong(SendWindow::millis).max().orElse(0);
    }
}
