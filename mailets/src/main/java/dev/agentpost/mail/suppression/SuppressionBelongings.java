package dev.agentpost.mail.suppression;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

public final class SuppressionBelongings implements Belongings {
    private final Suppressions suppressions;

    @Inject
    public SuppressionBelongings(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return suppressions.removeAll(organization);
    }
}
