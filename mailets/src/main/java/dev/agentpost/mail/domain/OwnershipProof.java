package dev.agentpost.mail.domain;

/** The text that shows who a domain belongs to: at a name of its own, and another for each organization. */
final class OwnershipProof {
    private static final String PURPOSE = "ownership";
    private static final String LABEL = "_agentpost.";
    private static final String PREFIX = "agentpost-verification=";

    private OwnershipProof() {}

    static DnsRecord record(CustomDomain domain) {
        String value = PREFIX + domain.token();
        return new DnsRecord(PURPOSE, DnsRecord.Type.TXT, LABEL + domain.name(), value, published -> published.stream()
                .map(String::strip)
                .anyMatch(value::equals));
    }
}
