package dev.agentpost.mail.dkim;

import dev.agentpost.mail.domain.DnsRecord;
import dev.agentpost.mail.domain.DomainRecords;
import javax.inject.Inject;
import reactor.core.publisher.Flux;

/** The records of the keys that sign for a domain, among the others that it needs. */
public final class DkimRecords implements DomainRecords {
    private final DkimKeys keys;

    @Inject
    public DkimRecords(DkimKeys keys) {
        this.keys = keys;
    }

    @Override
    public Flux<DnsRecord> of(String domain) {
        return keys.toPublish(domain).flatMapIterable(found -> found).map(DkimRecords::record);
    }

    private static DnsRecord record(DkimKey key) {
        return new DnsRecord(
                "dkim",
                DnsRecord.Type.TXT,
                key.recordName(),
                key.recordValue(),
                published -> KeyRecord.isMetBy(key, published));
    }
}
