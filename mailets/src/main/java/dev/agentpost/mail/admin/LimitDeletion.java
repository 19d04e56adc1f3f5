package dev.agentpost.mail.admin;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.SendScope;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Forgets the limits of what is deleted or revoked. */
public final class LimitDeletion {
    private final SendLimits sendLimits;
    private final ConnectionLimits connectionLimits;

    @Inject
    public LimitDeletion(SendLimits sendLimits, ConnectionLimits connectionLimits) {
        this.sendLimits = sendLimits;
        this.connectionLimits = connectionLimits;
    }

    /** May be repeated. */
    Mono<Void> delete(Inbox inbox) {
        SendScope scope = SendScope.of(inbox.organizationId(), inbox.id());
        return sendLimits
                .change(scope, Optional.empty())
                .then(Mono.defer(() -> connectionLimits.change(inbox.organizationId(), inbox.id(), Optional.empty())));
    }

    /** Of a key that nobody can use any longer. May be repeated. */
    public Mono<Void> delete(ApiKey key) {
        return sendLimits.change(SendScope.of(key.organizationId(), key.id()), Optional.empty());
    }

    /** Of an organization whose inboxes are gone. May be repeated. */
    Mono<Void> delete(OrganizationId organization) {
        return sendLimits
                .forgetAll(organization)
                .then(Mono.defer(() -> connectionLimits.change(organization, Optional.empty())));
    }
}
