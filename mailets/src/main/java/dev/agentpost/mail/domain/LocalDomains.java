package dev.agentpost.mail.domain;

import reactor.core.publisher.Mono;

/** The domains whose addresses are inboxes of this server. */
@FunctionalInterface
public interface LocalDomains {
    /**
     * @param domain lower case
     * @return never empty; an error means that the store did not answer
     */
    Mono<Boolean> contains(String domain);
}
