package dev.agentpost.mail.delivery;

import dev.agentpost.mail.mailboxstore.FlagsChange;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import reactor.core.publisher.Mono;

/** Tells the sessions that have a folder open of a message that came into it. */
@FunctionalInterface
public interface Arrivals {
    Mono<Void> announce(Arrival arrival);

    sealed interface Arrival {
        Folder folder();
    }

    /** @param received from somebody, and not a copy of what the inbox sent itself */
    record Came(Folder folder, StoredMessage message, boolean received) implements Arrival {}

    /** The inbox had put the message there itself, and now it is marked as sent. */
    record WasThere(Folder folder, FlagsChange marked) implements Arrival {}

    /** The inbox had put a lesser copy there itself. */
    record CameInPlaceOf(Folder folder, StoredMessage replaced, StoredMessage message) implements Arrival {}
}
