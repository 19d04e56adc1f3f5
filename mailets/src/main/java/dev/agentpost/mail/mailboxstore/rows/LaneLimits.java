package dev.agentpost.mail.mailboxstore.rows;

import java.time.Duration;

/**
 * @param maxWaiting changes of one folder on this node that may wait; more are refused
 * @param patience how long one write may lose against other nodes, or have an unknown outcome, before it is given up; less
 *     than a request takes that has no answer, which is then not tried again
 * @param cachedPages pages of recently changed folders that are kept in memory, of about 1 KB each
 */
public record LaneLimits(int maxWaiting, Duration patience, int cachedPages) {
    public static final LaneLimits DEFAULT = new LaneLimits(4096, Duration.ofSeconds(7), 8192);
}
