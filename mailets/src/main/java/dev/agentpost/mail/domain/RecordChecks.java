package dev.agentpost.mail.domain;

import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsAnswer.Failed;
import dev.agentpost.mail.dns.DnsAnswer.Found;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.MailExchange;
import dev.agentpost.mail.dns.ServiceLocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Compares records to publish with the DNS. The answers must be fresh: whoever asks has just published something.
 *
 * @param dns one that remembers nothing
 */
public record RecordChecks(DnsResolver dns) {

    /** Never empty and never an error. */
    Mono<CheckedRecord> check(DnsRecord record) {
        return switch (record.type()) {
            case MX -> dns.mailExchanges(record.name()).map(answer -> compare(record, answer, RecordChecks::text));
            case SRV -> dns.services(record.name()).map(answer -> compare(record, answer, RecordChecks::text));
            case TXT -> dns.texts(record.name()).map(answer -> compare(record, answer, Function.identity()));
        };
    }

    private static <T> CheckedRecord compare(DnsRecord record, DnsAnswer<T> answer, Function<T, String> text) {
        if (answer instanceof Failed<T> failed) {
            return new CheckedRecord(record, Optional.empty(), List.of(), Optional.of(failed.reason()));
        }
        List<String> published = answer instanceof Found<T> found
                ? found.records().stream().map(text).toList()
                : List.of();
        return new CheckedRecord(record, Optional.of(record.isMetBy().test(published)), published, Optional.empty());
    }

    private static String text(MailExchange mx) {
        return mx.preference() + " " + mx.host();
    }

    private static String text(ServiceLocation service) {
        return service.priority() + " " + service.weight() + " " + service.port() + " " + service.host();
    }
}
