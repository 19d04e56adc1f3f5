package dev.agentpost.mail.apikey.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keys are stored with the ids of inboxes; people name inboxes by address. */
record BoundInboxes(InboxStore store) {

    /** @param named addresses or ids; one that is no inbox of the organization is an {@link AdminError} 400 */
    Mono<Set<InboxId>> resolve(OrganizationId organizationId, Set<String> named) {
        return Flux.fromIterable(named)
                .concatMap(name -> find(organizationId, name))
                .map(Inbox::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Mono<Inbox> find(OrganizationId organizationId, String name) {
        Mono<Inbox> found = InboxId.isValid(name)
                ? store.find(organizationId, InboxId.of(name))
                : Mono.justOrEmpty(InboxAddress.parse(name)).flatMap(store::find);
        return found.filter(inbox -> inbox.organizationId().equals(organizationId))
                .switchIfEmpty(Mono.error(() -> AdminError.badField(
                        "inboxes", JsonBody.printable(name) + " is not an inbox of this organization")));
    }

    /** Sorted; a deleted inbox is shown by its id, so that a key bound to it does not look like one bound to none. */
    Mono<List<String>> names(ApiKey key) {
        return Flux.fromIterable(key.inboxes())
                .concatMap(id -> store.find(key.organizationId(), id)
                        .map(inbox -> inbox.email().asString())
                        .defaultIfEmpty(id.value()))
                .collectSortedList();
    }
}
