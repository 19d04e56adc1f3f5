package dev.agentpost.mail.domain;

import java.util.List;
import java.util.Optional;

/**
 * A record to publish, and what is published.
 *
 * @param found empty when the DNS did not say, or was not asked
 * @param published what there is of this type and name, whether it does or not
 * @param trouble why the DNS did not say
 */
public record CheckedRecord(
        DnsRecord record, Optional<Boolean> found, List<String> published, Optional<String> trouble) {

    static CheckedRecord unasked(DnsRecord record) {
        return new CheckedRecord(record, Optional.empty(), List.of(), Optional.empty());
    }
}
