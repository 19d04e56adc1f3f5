package dev.agentpost.mail.domain;

import reactor.core.publisher.Flux;

/** The text that shows who a domain belongs to: at a name of its own, and another for each organization. */
public final class OwnershipProof implements DomainRecords {
    static final String PURPOSE = "ownership";

    private static final String LABEL = "_agentpost.";
    private static final String PREFIX = "agentpost-verification=";

    @Override
    public Flux<DnsRecord> of(CustomDomain domain) {
        return Flux.just(record(domain));
    }

    static DnsRecord record(CustomDomain domain) {
        String value = PREFIX + domain.token();
        return new DnsRecord(PURPOSE, DnsRecord.Type.TXT, LABEL + domain.name(), value, published -> published.stream()
                .map(String::strip)
                .anyMatch(value::equals));
    }
}
