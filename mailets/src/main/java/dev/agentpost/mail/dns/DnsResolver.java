package dev.agentpost.mail.dns;

import java.net.InetAddress;
import reactor.core.publisher.Mono;

/**
 * Look-ups in the DNS. Names may end with a dot, have capitals and be internationalised.
 *
 * <p>Nothing here blocks; every answer comes within the resolver's timeout, and no {@link Mono} is empty or fails.
 * Answers go on on a thread that must not be blocked.
 */
public interface DnsResolver {

    /** A null MX is found as what it is, see {@link MailExchange#isNull}. No MX record says nothing of A records. */
    Mono<DnsAnswer<MailExchange>> mailExchanges(String domain);

    /** A and AAAA records, those of A first. A failure of one kind counts when there is none of the other. */
    Mono<DnsAnswer<InetAddress>> addresses(String host);

    /** A records alone. */
    Mono<DnsAnswer<InetAddress>> ipv4Addresses(String host);

    /** AAAA records alone. */
    Mono<DnsAnswer<InetAddress>> ipv6Addresses(String host);

    /** The strings of a TXT record joined (RFC 7208 section 3.3), octets above 127 as ISO 8859-1. */
    Mono<DnsAnswer<String>> texts(String name);

    /** SRV records: host names as in {@link MailExchange}. */
    Mono<DnsAnswer<ServiceLocation>> services(String name);

    /** PTR records: host names as in {@link MailExchange}, not checked any further. */
    Mono<DnsAnswer<String>> hostNames(InetAddress address);
}
