package dev.agentpost.mail.outbound;

import java.time.Duration;
import java.time.Instant;

/** That a message is to be tried at a destination, and when. Times are kept to the millisecond. */
public record DueDelivery(Instant dueAt, String messageId, String destination) {
    /** Entries of a slot lie together; slots that are over and empty are not looked at again. */
    public static final Duration SLOT = Duration.ofSeconds(5);

    /** What is tried: there is never more than one try of it at a time. */
    public record Key(String messageId, String destination) {}

    public Key key() {
        return new Key(messageId, destination);
    }

    public long slot() {
        return slot(dueAt);
    }

    public static long slot(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), SLOT.toMillis());
    }
}
