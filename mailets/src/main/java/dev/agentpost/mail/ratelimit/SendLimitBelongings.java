package dev.agentpost.mail.ratelimit;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Limits that were set. What is counted of sends goes by itself, and is nobody else's: it is kept by id. */
public final class SendLimitBelongings implements Belongings {
    private final SendLimits limits;

    @Inject
    public SendLimitBelongings(SendLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> deleteOf(Inbox inbox) {
        return limits.change(SendScope.of(inbox.organizationId(), inbox.id()), Optional.empty());
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return limits.forgetAll(organization);
    }
}
