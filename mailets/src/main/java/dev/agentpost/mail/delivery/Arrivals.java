package dev.agentpost.mail.delivery;

import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import reactor.core.publisher.Mono;

/** Tells the sessions that have a folder open of a message that came into it. */
@FunctionalInterface
public interface Arrivals {
    Mono<Void> announce(Arrival arrival);

    /** @param received from somebody, and not a copy of what the inbox sent itself */
    record Arrival(Folder folder, StoredMessage message, boolean received) {}
}
