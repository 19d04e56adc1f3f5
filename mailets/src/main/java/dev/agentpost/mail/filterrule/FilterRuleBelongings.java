package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

public final class FilterRuleBelongings implements Belongings {
    private final FilterRuleStore store;

    @Inject
    public FilterRuleBelongings(FilterRuleStore store) {
        this.store = store;
    }

    @Override
    public Mono<Void> deleteOf(Inbox inbox) {
        return store.deleteAll(inbox.organizationId(), inbox.id());
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return store.deleteAll(organization);
    }
}
