package dev.agentpost.mail.outbound;

import com.google.common.base.Ascii;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a message has come with one recipient. */
public enum DeliveryStatus {
    /** Not tried yet. */
    QUEUED,
    /** Tried in vain, and to be tried again. */
    DEFERRED,
    /** The remote server has taken it. */
    DELIVERED,
    /** Refused for good, or not taken in all the time there was. */
    BOUNCED,
    /** Taken out by the operator. */
    CANCELLED;

    public boolean isPending() {
        return this == QUEUED || this == DEFERRED;
    }

    /** As it stands in JSON and in the store. */
    public String value() {
        return Ascii.toLowerCase(name());
    }

    public static Optional<DeliveryStatus> parse(String value) {
        return Stream.of(values())
                .filter(status -> status.value().equals(value))
                .findFirst();
    }
}
