package dev.agentpost.mail.health;

import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Reads from the store as a login does, something that is not there. */
public final class StoreProbe implements ReadinessProbe {
    private final OrganizationStore store;
    private final OrganizationId nobody = OrganizationId.generate();

    @Inject
    public StoreProbe(OrganizationStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Mono<Optional<String>> problem() {
        return store.find(nobody).then(Mono.just(Optional.empty()));
    }
}
