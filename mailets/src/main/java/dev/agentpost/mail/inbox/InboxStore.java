package dev.agentpost.mail.inbox;

import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface InboxStore {

    /** How a creation ended. */
    sealed interface Creation {
        record Created(Inbox inbox) implements Creation {}

        /** The same client_id was used before in this organization: that inbox, and nothing was made. */
        record Repeated(Inbox inbox) implements Creation {}

        /** The address belongs to an inbox already, of whatever organization. */
        record AddressTaken() implements Creation {}

        /** The address is that of an inbox that is being deleted, and free when that has come to its end. */
        record AddressLeaving() implements Creation {}
    }

    /** Atomic: of several simultaneous creations of one address or one client_id, one makes the inbox. */
    Mono<Creation> create(Inbox inbox);

    Mono<Inbox> find(InboxAddress email);

    /** The inbox of this organization with this id. Stores that can do so without reading the others override this. */
    default Mono<Inbox> find(OrganizationId organizationId, InboxId id) {
        return list(organizationId, Optional.empty(), Integer.MAX_VALUE)
                .filter(inbox -> inbox.id().equals(id))
                .next();
    }

    /** In order of id, those after {@code after}, at most {@code limit}. */
    Flux<Inbox> list(OrganizationId organizationId, Optional<InboxId> after, int limit);

    /** All addresses on the domain that inboxes of the organization have, their own and aliases, in no order. */
    Flux<InboxAddress> listAddresses(OrganizationId organizationId, String domain);

    /** The inbox as changed; empty, and nothing written, when there is none. Absent fields stay as they are. */
    Mono<Inbox> update(InboxAddress email, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName);

    /**
     * From here on nobody finds the inbox, its aliases lead nowhere, and its client_id is free; but nobody else gets its
     * address until {@link #delete}. May be repeated; does nothing when the inbox is gone.
     */
    Mono<Void> setLeaving(Inbox inbox);

    /** The inbox that is leaving and has this address still. */
    Mono<Inbox> findLeaving(InboxAddress email);

    /** Those of the organization that are leaving, in order of id. */
    Flux<Inbox> listLeaving(OrganizationId organizationId);

    /** Frees the address, the aliases and the client_id of this inbox; what others have by now is left alone. May be repeated. */
    Mono<Void> delete(Inbox inbox);
}
