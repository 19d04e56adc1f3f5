package dev.agentpost.mail.inbox;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Further addresses of inboxes. They come out of one store with the addresses of the inboxes themselves ({@link
 * InboxStore}), so an address belongs to one inbox at most, as its own or as an alias. An alias lives as long as its
 * inbox does. Errors of the returned publishers mean that the store did not answer.
 */
public interface AliasStore {

    /** How a claim of an address ended. */
    enum Claim {
        ADDED,
        /** The inbox had this alias before. */
        REPEATED,
        /** The address belongs to an inbox, of whatever organization, or is the inbox's own. */
        TAKEN,
        /** The inbox is gone. */
        NO_INBOX
    }

    /** Atomic: of several inboxes that want an address at the same time, one gets it. */
    Mono<Claim> add(Inbox inbox, InboxAddress alias);

    /** Frees the address if it is an alias of this inbox. May be repeated. */
    Mono<Void> remove(Inbox inbox, InboxAddress alias);

    /** The aliases of the inbox in the order of their text. */
    Flux<InboxAddress> list(Inbox inbox);

    /** The inbox whose own address or alias this is. */
    Mono<Inbox> findOwner(InboxAddress address);
}
