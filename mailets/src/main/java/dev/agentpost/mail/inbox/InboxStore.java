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

    /** Frees the address and the client_id. May be repeated. */
    Mono<Void> delete(InboxAddress email);
}
