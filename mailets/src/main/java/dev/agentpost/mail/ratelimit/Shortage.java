package dev.agentpost.mail.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * Why so many recipients are too many just now.
 *
 * @param window the one that has to be waited for longest
 * @param retryAfter until it has room, if nobody else takes it; empty when the message has more recipients than it ever allows
 */
public record Shortage(SendWindow window, Optional<Duration> retryAfter) {
    static final Comparator<Shortage> BY_RETRY_AFTER =
            Comparator.comparing(shortage -> shortage.retryAfter().orElse(Duration.ofSeconds(Long.MAX_VALUE)));
}
