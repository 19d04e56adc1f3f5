package dev.agentpost.mail.dns.dnsjava;

import com.google.common.base.Ascii;
import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsAnswer.Absence;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.MailExchange;
import dev.agentpost.mail.dns.ServiceLocation;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks name servers over UDP, over TCP when an answer is truncated. Answers are remembered as long as their TTL says, at
 * most an hour, and that there is none at most five minutes; the latest 20,000. Failures are not remembered. Safe for use
 * by many threads.
 */
public final class DnsjavaResolver implements DnsResolver {
    private static final int MAX_CACHED = 20_000;
    private static final int MAX_TTL_SECONDS = 3_600;
    private static final int MAX_NEGATIVE_TTL_SECONDS = 300;
    private static final int TRIES = 2;

    private final LookupSession session;
    private final Duration timeout;

    public DnsjavaResolver(DnsConfiguration configuration) {
        this(
                LookupSession.builder()
                        .resolver(resolver(configuration))
                        .cache(cache())
                        .build(),
                configuration.timeout());
    }

    private DnsjavaResolver(LookupSession session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    /** For questions about what somebody has just changed. */
    public static DnsResolver remembersNothing(DnsConfiguration configuration) {
        return new DnsjavaResolver(
                LookupSession.builder().resolver(resolver(configuration)).build(), configuration.timeout());
    }

    private static Cache cache() {
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(MAX_CACHED);
        cache.setMaxCache(MAX_TTL_SECONDS);
        cache.setMaxNCache(MAX_NEGATIVE_TTL_SECONDS);
        return cache;
    }

    private static Resolver resolver(DnsConfiguration configuration) {
        List<InetSocketAddress> servers = configuration.servers().isEmpty()
                ? ResolverConfig.getCurrentConfig().servers()
                : configuration.servers();
        ExtendedResolver resolver = new ExtendedResolver(servers.stream()
                .map(server -> resolver(server, configuration.serverTimeout()))
                .toList());
        resolver.setRetries(TRIES);
        resolver.setTimeout(configuration.timeout());
        return resolver;
    }

    private static Resolver resolver(InetSocketAddress server, Duration timeout) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
        return resolver;
    }

    @Override
    public Mono<DnsAnswer<MailExchange>> mailExchanges(String domain) {
        return lookUp(domain, Type.MX, MXRecord.class, mx -> new MailExchange(mx.getPriority(), text(mx.getTarget())));
    }

    @Override
    public Mono<DnsAnswer<InetAddress>> addresses(String host) {
        return Mono.zip(ipv4Addresses(host), ipv6Addresses(host)).map(both -> joined(both.getT1(), both.getT2()));
    }

    @Override
    public Mono<DnsAnswer<InetAddress>> ipv4Addresses(String host) {
        return lookUp(host, Type.A, ARecord.class, ARecord::getAddress);
    }

    @Override
    public Mono<DnsAnswer<InetAddress>> ipv6Addresses(String host) {
        return lookUp(host, Type.AAAA, AAAARecord.class, AAAARecord::getAddress);
    }

    @Override
    public Mono<DnsAnswer<String>> texts(String name) {
        return lookUp(name, Type.TXT, TXTRecord.class, DnsjavaResolver::text);
    }

    @Override
    public Mono<DnsAnswer<ServiceLocation>> services(String name) {
        return lookUp(
                name,
                Type.SRV,
                SRVRecord.class,
                srv -> new ServiceLocation(srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())));
    }

    @Override
    public Mono<DnsAnswer<String>> hostNames(InetAddress address) {
        return lookUp(ReverseMap.fromAddress(address), Type.PTR, PTRRecord.class, ptr -> text(ptr.getTarget()));
    }

    private <R extends Record, T> Mono<DnsAnswer<T>> lookUp(
            String name, int type, Class<R> form, Function<R, T> convert) {
        return parse(name)
                .map(parsed -> lookUp(parsed, type, form, convert))
                .orElseGet(() -> Mono.just(new DnsAnswer.None<>(Absence.NAME)));
    }

    private <R extends Record, T> Mono<DnsAnswer<T>> lookUp(
            Name name, int type, Class<R> form, Function<R, T> convert) {
        return Mono.fromCompletionStage(() -> session.lookupAsync(name, type))
                .timeout(timeout)
                .map(result -> DnsAnswer.of(result.getRecords().stream()
                        .filter(form::isInstance)
                        .map(form::cast)
                        .map(convert)
                        .toList()))
                .onErrorResume(failure -> Mono.just(answer(name, type, failure)))
                .publishOn(Schedulers.parallel());
    }

    private <T> DnsAnswer<T> answer(Name name, int type, Throwable failure) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof NoSuchDomainException) {
            return new DnsAnswer.None<>(Absence.NAME);
        }
        if (cause instanceof NoSuchRRSetException) {
            return new DnsAnswer.None<>(Absence.RECORD);
        }
        String reason = cause instanceof TimeoutException
                ? "no answer within " + timeout.toSeconds() + " s"
                : Optional.ofNullable(cause.getMessage())
                        .orElseGet(() -> cause.getClass().getSimpleName());
        return new DnsAnswer.Failed<>("DNS look-up of " + Type.string(type) + " for " + text(name) + ": " + reason);
    }

    private static DnsAnswer<InetAddress> joined(DnsAnswer<InetAddress> one, DnsAnswer<InetAddress> other) {
        List<InetAddress> all =
                Stream.of(one, other).flatMap(DnsjavaResolver::records).toList();
        if (!all.isEmpty()) {
            return new DnsAnswer.Found<>(all);
        }
        if (one instanceof DnsAnswer.Failed || other instanceof DnsAnswer.Failed) {
            return one instanceof DnsAnswer.Failed ? one : other;
        }
        return one.equals(other) ? one : new DnsAnswer.None<>(Absence.RECORD);
    }

    private static <T> Stream<T> records(DnsAnswer<T> answer) {
        return answer instanceof DnsAnswer.Found<T> found ? found.records().stream() : Stream.empty();
    }

    private static Optional<Name> parse(String text) {
        try {
            boolean ascii = text.chars().allMatch(c -> c < 0x80);
            return Optional.of(Name.fromString(ascii ? text : IDN.toASCII(text), Name.root));
        } catch (TextParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Name name) {
        return Ascii.toLowerCase(name.toString(true)).replaceFirst("^\\.$", "");
    }

    private static String text(TXTRecord txt) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        txt.getStringsAsByteArrays().forEach(joined::writeBytes);
        return joined.toString(StandardCharsets.ISO_8859_1);
    }
}
