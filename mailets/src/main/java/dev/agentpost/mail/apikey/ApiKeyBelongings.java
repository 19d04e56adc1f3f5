package dev.agentpost.mail.apikey;

import dev.agentpost.mail.deletion.Belongings;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** A key that is bound to an inbox stays, and opens one inbox less. */
public final class ApiKeyBelongings implements Belongings {
    private final ApiKeyStore store;

    @Inject
    public ApiKeyBelongings(ApiKeyStore store) {
        this.store = store;
    }

    @Override
    public Mono<Void> deleteOf(OrganizationId organization) {
        return store.deleteAll(organization);
    }
}
