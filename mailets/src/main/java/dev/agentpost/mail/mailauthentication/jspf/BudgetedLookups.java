package dev.agentpost.mail.mailauthentication.jspf;

import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.MailExchange;
import dev.agentpost.mail.mailauthentication.Deadline;
import dev.agentpost.mail.mailauthentication.Verdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * The look-ups of one SPF check. Adds to jSPF what RFC 7208 asks: not more than two terms that find nothing (section
 * 4.6.4), a failure that is never taken for an absence (section 4.4), and an end of the time. Records of type SPF are not
 * asked for any more (section 3.1). Used by one thread.
 */
final class BudgetedLookups implements DNSService {
    private static final int MAX_VOID_LOOKUPS = 2;
    private static final int MAX_RECORDS = 10;

    private final DnsResolver dns;
    private final String serverName;
    private final InetAddress client;
    private final Deadline deadline;
    private final Set<String> foundHosts = new HashSet<>();
    private int voidLookups;
    private boolean failed;
    private boolean tooManyHosts;

    BudgetedLookups(DnsResolver dns, String serverName, InetAddress client, Deadline deadline) {
        this.dns = dns;
        this.client = client;
        this.serverName = serverName;
        this.deadline = deadline;
    }

    /** The verdict that holds whatever jSPF made of the answers. */
    Optional<Verdict> overridingVerdict() {
        if (failed) {
            return Optional.of(Verdict.TEMPERROR);
        }
        return voidLookups > MAX_VOID_LOOKUPS || tooManyHosts ? Optional.of(Verdict.PERMERROR) : Optional.empty();
    }

    @Override
    public List<String> getRecords(DNSRequest request) throws TimeoutException {
        String name = request.getHostname();
        return switch (request.getRecordType()) {
            case DNSRequest.TXT -> records(dns.texts(name), Function.identity());
            case DNSRequest.A -> counted(name, records(dns.ipv4Addresses(name), InetAddress::getHostAddress));
            case DNSRequest.AAAA -> counted(name, records(dns.ipv6Addresses(name), InetAddress::getHostAddress));
            case DNSRequest.MX -> counted(name, exchanges(name));
            case DNSRequest.PTR -> counted(name, hostNames());
            default -> null;
        };
    }

    /** Null when there are none, as jSPF wants it. */
    private <T> List<String> records(Mono<DnsAnswer<T>> lookup, Function<T, String> text) throws TimeoutException {
        if (deadline.isOver()) {
            throw failure("out of time");
        }
        DnsAnswer<T> answer = lookup.block();
        if (answer instanceof DnsAnswer.Failed<T> failure) {
            throw failure(failure.reason());
        }
        return answer instanceof DnsAnswer.Found<T> found
                // jSPF takes from the list
                ? new ArrayList<>(found.records().stream().map(text).toList())
                : null;
    }

    private TimeoutException failure(String reason) {
        failed = true;
        return new TimeoutException(reason);
    }

    private List<String> exchanges(String name) throws TimeoutException {
        List<String> hosts = records(dns.mailExchanges(name), MailExchange::host);
        if (hosts == null) {
            return null;
        }
        hosts.removeIf(String::isEmpty);
        tooManyHosts |= hosts.size() > MAX_RECORDS;
        List<String> taken = new ArrayList<>(hosts.subList(0, Math.min(hosts.size(), MAX_RECORDS)));
        foundHosts.addAll(taken);
        return taken;
    }

    /** RFC 7208 section 5.5: a failure means that the mechanism does not match, and names over the tenth are ignored. Only the client's are asked for. */
    private List<String> hostNames() {
        if (deadline.isOver()) {
            return null;
        }
        if (!(dns.hostNames(client).block() instanceof DnsAnswer.Found<String> found)) {
            return null;
        }
        List<String> taken =
                new ArrayList<>(found.records().stream().limit(MAX_RECORDS).toList());
        foundHosts.addAll(taken);
        return taken;
    }

    /** What a term names counts; the hosts that an answer names do not, of which some have one kind of address only. */
    private List<String> counted(String name, List<String> records) {
        if (records == null && !foundHosts.contains(name)) {
            voidLookups++;
        }
        return records;
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        throw new UnsupportedOperationException("look-ups are made one after another");
    }

    @Override
    public List<String> getLocalDomainNames() {
        return List.of(serverName);
    }

    @Override
    public void setTimeOut(int seconds) {
        throw new UnsupportedOperationException("there is a deadline");
    }

    @Override
    public int getRecordLimit() {
        return MAX_RECORDS;
    }

    @Override
    public void setRecordLimit(int limit) {
        throw new UnsupportedOperationException("RFC 7208 sets the limit");
    }
}
