package dev.agentpost.mail.domain;

import reactor.core.publisher.Mono;

/** Something that is kept for the owner of a domain, and is not for the next one. */
@FunctionalInterface
public interface KeptOfDomains {
    /** May be repeated. An error means that a store did not answer. */
    Mono<Void> delete(String domain);
}
