package dev.agentpost.mail.connectionlimit;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Limits that were set. The slots of connections are free when the sessions have ended. */
public final class ConnectionLimitBelongings implements Belongings {
    private final ConnectionLimits limits;

    @Inject
    public ConnectionLimitBelongings(ConnectionLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> deleteOf(Inbox inbox) {
        return limits.change(inbox.organizationId(), inbox.id(), Optional.empty());
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return limits.change(organization, Optional.empty());
    }
}
