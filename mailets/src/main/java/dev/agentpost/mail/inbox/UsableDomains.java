package dev.agentpost.mail.inbox;

import dev.agentpost.mail.organization.OrganizationId;
import reactor.core.publisher.Mono;

/** On which domains an organization may have addresses. */
@FunctionalInterface
public interface UsableDomains {
    /**
     * @param domain lower case
     * @return true for the shared domain and for those that the organization has proved to be its own; never empty; an
     *     error means that the store did not answer
     */
    Mono<Boolean> mayUse(OrganizationId organization, String domain);
}
