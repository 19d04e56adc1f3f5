package dev.agentpost.mail.outbound.smtp;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsAnswer.Absence;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.MailExchange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Finds the servers of a domain (RFC 5321 section 5.1). Blocks for the DNS. */
final class MailRouting {
    private static final int MAX_HOSTS = 10;
    private static final int MAX_TARGETS = 20;

    private final DnsResolver dns;
    private final String ownHost;
    private final TargetPolicy policy;
    private final int port;
    private final Random random;

    /** @param ownHost by which MX records name this server */
    MailRouting(DnsResolver dns, String ownHost, TargetPolicy policy, int port, Random random) {
        this.dns = dns;
        this.ownHost = ownHost;
        this.policy = policy;
        this.port = port;
        this.random = random;
    }

    Route route(String destination) {
        return destination.startsWith("[") ? toLiteral(destination) : toDomain(destination);
    }

    /** RFC 5321 section 4.1.3. */
    private Route toLiteral(String literal) {
        String text = literal.replaceFirst("^\\[(?i:ipv6:)?", "").replaceFirst("]$", "");
        if (!InetAddresses.isInetAddress(text)) {
            return Route.failed("5.1.2 " + literal + " is no address of a server");
        }
        InetAddress address = InetAddresses.forString(text);
        return allowed(List.of(new Target(InetAddresses.toAddrString(address), address, port)));
    }

    private Route toDomain(String domain) {
        DnsAnswer<MailExchange> answer = dns.mailExchanges(domain).block();
        if (answer instanceof DnsAnswer.Failed<MailExchange> failed) {
            return Route.deferred("4.4.3 " + failed.reason());
        }
        if (answer instanceof DnsAnswer.None<MailExchange> none) {
            return none.absence() == Absence.NAME
                    ? Route.failed("5.1.2 The domain " + domain + " does not exist")
                    : toHosts(domain, List.of(domain));
        }
        return toExchanges(domain, ((DnsAnswer.Found<MailExchange>) answer).records());
    }

    private Route toExchanges(String domain, List<MailExchange> exchanges) {
        if (exchanges.stream().allMatch(MailExchange::isNull)) {
            // RFC 7505 section 4.2
            return Route.failed("5.1.10 The domain " + domain + " takes no mail (null MX)");
        }
        OptionalInt own = exchanges.stream()
                .filter(exchange -> exchange.host().equals(ownHost))
                .mapToInt(MailExchange::preference)
                .min();
        List<MailExchange> usable = new ArrayList<>(exchanges.stream()
                .filter(exchange -> !exchange.isNull())
                .filter(exchange -> own.isEmpty() || exchange.preference() < own.getAsInt())
                .toList());
        if (usable.isEmpty()) {
            return Route.failed("5.4.6 The MX records of " + domain + " lead back to this server");
        }
        Collections.shuffle(usable, random);
        usable.sort(Comparator.comparingInt(MailExchange::preference));
        return toHosts(
                domain, usable.stream().map(MailExchange::host).limit(MAX_HOSTS).toList());
    }

    private Route toHosts(String domain, List<String> hosts) {
        List<Target> targets = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (String host : hosts) {
            DnsAnswer<InetAddress> answer = dns.addresses(host).block();
            if (answer instanceof DnsAnswer.Found<InetAddress> found) {
                found.records().forEach(address -> targets.add(new Target(host, address, port)));
            } else if (answer instanceof DnsAnswer.Failed<InetAddress> failed) {
                failure = Optional.of(failed.reason());
            }
        }
        if (!targets.isEmpty()) {
            return allowed(targets);
        }
        return failure.map(reason -> Route.deferred("4.4.3 " + reason))
                .orElseGet(() -> Route.failed("5.4.4 The domain " + domain + " has no mail server with an address"));
    }

    private Route allowed(List<Target> targets) {
        List<Target> allowed = targets.stream()
                .filter(target -> policy.allows(target.address()))
                .limit(MAX_TARGETS)
                .toList();
        return allowed.isEmpty()
                ? Route.failed("5.4.4 Mail is not taken to " + targets.get(0).name() + " (OUTBOUND_TARGETS)")
                : new Route.Targets(allowed);
    }
}
