package dev.agentpost.mail.address;

import dev.agentpost.mail.inbox.Inbox;
import java.util.Optional;

/** Where mail for an address goes. */
public sealed interface Destination {
    Destination UNKNOWN = new Unknown();
    Destination ELSEWHERE = new Elsewhere();

    /** How an address leads to an inbox. */
    enum Route {
        /** The inbox's own, with or without a tag. */
        OWN,
        /** Another address of the inbox, with or without a tag. */
        ALIAS,
        /** Nobody's, of a domain of which the inbox gets all such mail. The inbox may not send from it. */
        CATCH_ALL
    }

    record OfInbox(Inbox inbox, Route route) implements Destination {}

    /** Of a domain of ours, and nobody's. */
    record Unknown() implements Destination {}

    /** Of a domain that is not ours: whether it exists is for others to say. */
    record Elsewhere() implements Destination {}

    /** The inbox, when it leads to one. */
    default Optional<Inbox> reached() {
        return this instanceof OfInbox ofInbox ? Optional.of(ofInbox.inbox()) : Optional.empty();
    }
}
