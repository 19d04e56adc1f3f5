package dev.agentpost.mail.domain;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** Whose the domains are. */
@FunctionalInterface
public interface DomainOwners {
    /**
     * @param domain lower case
     * @return empty inside for the shared domain and for domains that nobody has; never empty; an error means that the
     *     store did not answer
     */
    Mono<Optional<DomainOwner>> find(String domain);
}
