package dev.agentpost.mail.filterrule.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Rules are stored with the ids of inboxes; people name inboxes by address. */
record RuleInboxes(InboxStore store) {

    /** @param named an address or an id; one that is no inbox of the organization is an {@link AdminError} 400 */
    Mono<Optional<InboxId>> resolve(OrganizationId organizationId, Optional<String> named) {
        return named.map(name -> find(organizationId, name).map(Inbox::id).map(Optional::of))
                .orElseGet(() -> Mono.just(Optional.empty()));
    }

    private Mono<Inbox> find(OrganizationId organizationId, String name) {
        Mono<Inbox> found = InboxId.isValid(name)
                ? store.find(organizationId, InboxId.of(name))
                : Mono.justOrEmpty(InboxAddress.parse(name)).flatMap(store::find);
        return found.filter(inbox -> inbox.organizationId().equals(organizationId))
                .switchIfEmpty(Mono.error(() -> AdminError.badField(
                        "inbox", JsonBody.printable(name) + " is not an inbox of this organization")));
    }

    Mono<FilterRuleResponse> show(FilterRule rule) {
        return Mono.justOrEmpty(rule.inbox())
                .flatMap(id -> store.find(rule.organizationId(), id)
                        .map(inbox -> inbox.email().asString())
                        .defaultIfEmpty(id.value()))
                .singleOptional()
                .map(inbox -> FilterRuleResponse.of(rule, inbox));
    }
}
