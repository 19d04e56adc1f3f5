package dev.agentpost.mail.admin;

import dev.agentpost.mail.deletion.Deletion;
import dev.agentpost.mail.deletion.UnfinishedDeletions;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Has organizations give up domains. Safe for use by many threads and nodes. */
public final class DomainDeletion {
    private final Domains domains;
    private final UnfinishedDeletions unfinished;

    @Inject
    public DomainDeletion(Domains domains, UnfinishedDeletions unfinished) {
        this.domains = domains;
        this.unfinished = unfinished;
    }

    /**
     * Unless there are addresses on it. May be repeated. What is interrupted is decided again by itself.
     *
     * @return how many addresses there are; 0: the domain is not the organization's
     */
    public Mono<Long> delete(OrganizationId organization, String name) {
        return domains.find(organization, name)
                .flatMap(domain -> finish(Deletion.ofDomain(organization, name, domain.token())))
                .defaultIfEmpty(0L);
    }

    /** Does nothing when the domain is gone, even if it was asked for again since. */
    Mono<Long> finish(Deletion deletion) {
        return unfinished.once(deletion, () -> domains.find(deletion.organization(), deletion.domain())
                .filter(domain -> deletion.isOfWish(domain.token()))
                .flatMap(domain -> domains.delete(domain.organizationId(), domain.name()))
                .defaultIfEmpty(0L));
    }
}
