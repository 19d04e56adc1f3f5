package dev.agentpost.mail.suppression;

import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface SuppressionStore {

    /** Overwrites. */
    Mono<Void> save(Suppression suppression);

    Mono<Suppression> find(OrganizationId organizationId, EnvelopeAddress address);

    /** In order of address, those after {@code after}, at most {@code limit}. */
    Flux<Suppression> list(OrganizationId organizationId, Optional<EnvelopeAddress> after, int limit);

    /** May be repeated. */
    Mono<Void> delete(OrganizationId organizationId, EnvelopeAddress address);

    /** Removes every suppression of the organization. May be repeated. */
    Mono<Void> deleteAll(OrganizationId organizationId);
}
