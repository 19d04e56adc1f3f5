package dev.agentpost.mail.domain;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Domains, and what an inbox gets of them: the next inbox of its address is not the catch-all inbox because it was. */
public final class DomainBelongings implements Belongings {
    private final Domains domains;

    @Inject
    public DomainBelongings(Domains domains) {
        this.domains = domains;
    }

    @Override
    public Mono<Void> deleteOf(Inbox inbox) {
        return domains.endCatchAll(inbox);
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return domains.deleteAll(organization);
    }
}
