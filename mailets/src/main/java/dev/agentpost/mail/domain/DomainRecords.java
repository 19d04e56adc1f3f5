package dev.agentpost.mail.domain;

import reactor.core.publisher.Flux;

/** Who knows of records to publish for a domain. There are several: what they say is shown in one list. */
@FunctionalInterface
public interface DomainRecords {
    /** An error means that a store did not answer. */
    Flux<DnsRecord> of(CustomDomain domain);
}
