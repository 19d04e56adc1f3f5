package dev.agentpost.mail.domain;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import dev.agentpost.mail.domain.DnsRecord.Type;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/**
 * Where mail for a domain goes, who may send for it, and where its inboxes are found by mail clients.
 *
 * @param host the public name of this server
 * @param smtpsPort the port that clients are told
 * @param imapsPort the port that clients are told
 * @param apiPort where the HTTP listener is reached with TLS
 */
public record MailRecords(String host, int smtpsPort, int imapsPort, int apiPort) implements DomainRecords {
    private static final Splitter BLANKS = Splitter.on(' ').omitEmptyStrings().trimResults();
    private static final String SPF_VERSION = "v=spf1";
    private static final String DMARC_VERSION = "v=dmarc1";

    @Override
    public Flux<DnsRecord> of(String name) {
        return Flux.just(
                new DnsRecord("mx", Type.MX, name, "10 " + host, any(value -> leadsTo(value, 1))),
                new DnsRecord("spf", Type.TXT, name, SPF_VERSION + " mx ~all", this::isSpf),
                new DnsRecord("dmarc", Type.TXT, "_dmarc." + name, "v=DMARC1; p=none", any(MailRecords::isDmarc)),
                service("smtps", "_submissions._tcp." + name, smtpsPort),
                service("imaps", "_imaps._tcp." + name, imapsPort),
                notOffered("submission", "_submission._tcp." + name),
                notOffered("imap", "_imap._tcp." + name),
                service("autodiscover", "_autodiscover._tcp." + name, apiPort));
    }

    /** RFC 6186 and RFC 8314 section 5.1. */
    private DnsRecord service(String purpose, String name, int port) {
        return new DnsRecord(
                purpose,
                Type.SRV,
                name,
                "0 1 " + port + " " + host,
                any(value ->
                        leadsTo(value, 3) && BLANKS.splitToList(value).get(2).equals(Integer.toString(port))));
    }

    /** RFC 6186 section 3.4 and RFC 2782: the root as target says that there is no such service. */
    private static DnsRecord notOffered(String purpose, String name) {
        return new DnsRecord(purpose, Type.SRV, name, "0 0 0 .", any(MailRecords::isRoot));
    }

    /** The resolver leaves out the dot at the end of a host, and of the root nothing remains. */
    private static boolean isRoot(String value) {
        List<String> parts = BLANKS.splitToList(value);
        return parts.size() == 3 || (parts.size() == 4 && parts.get(3).equals("."));
    }

    private static Predicate<List<String>> any(Predicate<String> condition) {
        return published -> published.stream().anyMatch(condition);
    }

    /** @param position where the host stands in the value; the numbers before it are the domain's own affair */
    private boolean leadsTo(String value, int position) {
        List<String> parts = BLANKS.splitToList(value);
        return parts.size() == position + 1 && parts.get(position).equalsIgnoreCase(host);
    }

    /** One record with the mechanism that passes this server, whatever else it passes; two are an error (RFC 7208). */
    private boolean isSpf(List<String> published) {
        List<List<String>> records = published.stream()
                .map(Ascii::toLowerCase)
                .map(BLANKS::splitToList)
                .filter(terms -> !terms.isEmpty() && terms.get(0).equals(SPF_VERSION))
                .toList();
        return records.size() == 1
                && records.get(0).stream()
                        .map(term -> term.startsWith("+") ? term.substring(1) : term)
                        .anyMatch(term -> term.equals("mx") || term.equals("a:" + Ascii.toLowerCase(host)));
    }

    private static boolean isDmarc(String text) {
        return Ascii.toLowerCase(text).startsWith(DMARC_VERSION);
    }
}
