package dev.agentpost.mail.dkim;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.logging.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys of the domains that this server sends for. A domain has one from when it is first asked for. After a rotation
 * the one before goes on signing until the DNS has the record of the new one. Safe for use by many threads and nodes.
 */
public final class DkimKeys {
    /** How long a node may go on with the key before, which is still published then. */
    static final Duration STALENESS = Duration.ofMinutes(1);

    private final DkimKeyStore store;
    private final DnsResolver dns;
    private final Clock clock;
    private final RecentReads<String, DkimKey> signing;

    @Inject
    public DkimKeys(DkimKeyStore store, DnsResolver dns, Clock clock) {
        this(store, dns, clock, Ticker.systemTicker());
    }

    DkimKeys(DkimKeyStore store, DnsResolver dns, Clock clock, Ticker ticker) {
        this.store = store;
        this.dns = dns;
        this.clock = clock;
        this.signing =
                new RecentReads<>(STALENESS, ticker, domain -> keys(domain).flatMap(this::choose));
    }

    /**
     * What to sign with: the newest key that the DNS shows, or the newest when it shows none.
     *
     * @param domain lower case, in ASCII
     * @return never empty; an error means that the store did not answer
     */
    public Mono<DkimKey> signing(String domain) {
        // One message that is given up must not cancel the read that others wait for: hence the "true".
        return LogContext.followed(Mono.fromFuture(() -> signing.get(domain), true));
    }

    /** Those whose records have to be in the DNS, the newest first: down to the one that signs. Never empty. */
    public Mono<List<DkimKey>> toPublish(String domain) {
        return keys(domain).flatMap(keys -> choose(keys).map(chosen -> keys.stream()
                .filter(key -> key.number() >= chosen.number())
                .toList()));
    }

    /** Makes a new key. Those that neither sign nor wait for their record go. */
    public Mono<DkimKey> rotate(String domain) {
        return toPublish(domain).flatMap(current -> add(domain, current.get(0).number() + 1)
                .then(Mono.defer(() -> forgetBefore(domain, current.get(current.size() - 1))))
                .then(Mono.defer(() -> store.list(domain).next()))
                .doOnTerminate(() -> signing.forget(domain)));
    }

    /** For a domain that its owner gives up: the next one gets a key of its own. May be repeated. */
    public Mono<Void> deleteAll(String domain) {
        return store.list(domain)
                .concatMap(key -> store.delete(domain, key.number()))
                .then()
                .doOnTerminate(() -> signing.forget(domain));
    }

    private Mono<Void> forgetBefore(String domain, DkimKey oldest) {
        return store.list(domain)
                .filter(key -> key.number() < oldest.number())
                .concatMap(key -> store.delete(domain, key.number()))
                .then();
    }

    private Mono<List<DkimKey>> keys(String domain) {
        return store.list(domain)
                .collectList()
                .flatMap(keys -> keys.isEmpty()
                        ? add(domain, 1)
                                .then(Mono.defer(() -> store.list(domain).collectList()))
                        : Mono.just(keys));
    }

    private Mono<Void> add(String domain, int number) {
        return Mono.fromCallable(
                        () -> DkimKey.generate(domain, number, clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(store::add);
    }

    private Mono<DkimKey> choose(List<DkimKey> keys) {
        return keys.size() == 1
                ? Mono.just(keys.get(0))
                : Flux.fromIterable(keys)
                        .filterWhen(key -> lookUp(key).map(found -> found.orElse(false)))
                        .next()
                        .defaultIfEmpty(keys.get(0));
    }

    /** Empty inside when the DNS did not say; never empty itself. */
    public Mono<Optional<Boolean>> lookUp(DkimKey key) {
        return dns.texts(key.recordName()).map(answer -> isMet(key, answer));
    }

    private static Optional<Boolean> isMet(DkimKey key, DnsAnswer<String> answer) {
        return answer instanceof DnsAnswer.Failed<String>
                ? Optional.empty()
                : Optional.of(
                        answer instanceof DnsAnswer.Found<String> found && KeyRecord.isMetBy(key, found.records()));
    }
}
