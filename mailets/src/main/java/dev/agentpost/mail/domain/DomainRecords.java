package dev.agentpost.mail.domain;

import reactor.core.publisher.Flux;

/**
 * Who knows of records to publish for a domain, whoever it belongs to. There are several: what they say is shown in one
 * list.
 */
@FunctionalInterface
public interface DomainRecords {
    /**
     * An error means that a store did not answer.
     *
     * @param domain its name, in lower case
     */
    Flux<DnsRecord> of(String domain);
}
