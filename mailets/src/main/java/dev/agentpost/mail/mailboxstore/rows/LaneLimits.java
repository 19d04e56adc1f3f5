package dev.agentpost.mail.mailboxstore.rows;

import java.time.Duration;

/**
 * @param maxWaiting changes of one folder on this node that may wait; more are refused
 * @param patience how long one write may lose against other nodes, or have an unknown outcome, before it is given up
 * @param cachedPages pages of recently changed folders that are kept in memory, of about 1 KB each
 */
public record LaneLimits(int maxWaiting, Duration patience, int cachedPages) {
    public static final LaneLimits DEFAULT = new LaneLimits(4096, Duration.ofSeconds(10), 8192);
}
