package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.login.KeyLoginResult.Allowed;
import dev.agentpost.mail.login.KeyLoginResult.BadCredentials;
import dev.agentpost.mail.login.KeyLoginResult.MissingScope;
import dev.agentpost.mail.login.KeyLoginResult.Suspended;
import dev.agentpost.mail.login.KeyLoginResult.Throttled;
import dev.agentpost.mail.login.LoginResult.Reason;
import dev.agentpost.mail.organization.Organization;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Decides about a key that comes without an inbox, by the rules of {@link ApiKeyInboxLogin}. Of good keys the audit trail
 * gets one entry a minute, key and address: each request is a login here. Safe for use by many threads; never blocks.
 *
 * <p>An address with too many wrong keys is told so for each further one, without a word in the log and the audit trail; good
 * keys go on working there. What such an address costs: a wrong key whose checksum is right is one read of the store by its
 * primary key, the same one again within {@link CachedLogins#STALENESS} is none, and neither is one that is not well-formed.
 */
@Singleton
public final class ApiKeyLogin {
    private static final Logger LOGGER = LoggerFactory.getLogger(ApiKeyLogin.class);
    private static final Duration AUDIT_INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_AUDITED = 20_000;

    private record Use(ApiKeyId key, Optional<InetAddress> address) {}

    private final CachedLogins stored;
    private final LastUse lastUse;
    private final Clock clock;
    private final LoginAudit audit;
    private final MetricFactory metrics;
    private final FailedKeys failed;
    private final Cache<Use, Boolean> audited;

    @Inject
    public ApiKeyLogin(CachedLogins stored, ApiKeyStore keys, Clock clock, LoginAudit audit, MetricFactory metrics) {
        this.stored = stored;
        this.lastUse = new LastUse(keys);
        this.clock = clock;
        this.audit = audit;
        this.metrics = metrics;
        this.failed = new FailedKeys(clock);
        this.audited = Caffeine.newBuilder()
                .maximumSize(MAX_AUDITED)
                .expireAfterWrite(AUDIT_INTERVAL)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    /**
     * @param text the secret as sent
     * @param needed absent: any key will do
     * @return never empty; an error means that the store did not answer
     */
    public Mono<KeyLoginResult> login(String text, Optional<Scope> needed, Optional<InetAddress> address) {
        Mono<KeyLoginResult> decision = Mono.defer(() -> {
            Optional<ApiKeySecret> secret = ApiKeySecret.parse(text);
            return secret.isEmpty()
                    ? Mono.just(bad(Reason.MALFORMED_SECRET, Optional.empty(), address))
                    : look(secret.get(), needed, address);
        });
        return Mono.from(metrics.decoratePublisherWithTimerMetric(TimedInboxLogin.TIMER, decision));
    }

    private Mono<KeyLoginResult> look(ApiKeySecret secret, Optional<Scope> needed, Optional<InetAddress> address) {
        return stored.key(secret.hash())
                .flatMap(key -> key.isEmpty()
                        ? Mono.just(bad(Reason.UNKNOWN_SECRET, key, address))
                        : stored.organization(key.get().organizationId())
                                .map(owner -> decide(secret, key.get(), owner, needed, address)));
    }

    private KeyLoginResult decide(
            ApiKeySecret secret,
            ApiKey key,
            Optional<Organization> owner,
            Optional<Scope> needed,
            Optional<InetAddress> address) {
        Optional<Reason> reason = KeyRefusal.of(key, clock.instant()).or(() -> KeyRefusal.of(key, owner, address));
        if (reason.isPresent()) {
            return bad(reason.get(), Optional.of(key), address);
        }
        if (owner.get().isSuspended()) {
            refused(key, address, "organization suspended");
            return new Suspended(key);
        }
        Optional<Scope> missing = needed.filter(scope -> !key.scopes().contains(scope));
        if (missing.isPresent()) {
            refused(key, address, "key lacks scope " + missing.get().value());
            return new MissingScope(missing.get(), key);
        }
        lastUse.note(key, clock.instant());
        if (audited.asMap().putIfAbsent(new Use(key.id(), address), true) == null) {
            audit.success(key, address);
        }
        return new Allowed(key, owner.get(), secret);
    }

    private KeyLoginResult bad(Reason reason, Optional<ApiKey> key, Optional<InetAddress> address) {
        Optional<Duration> pause = failed.failed(address);
        if (pause.isPresent()) {
            return new Throttled(pause.get());
        }
        key.ifPresentOrElse(
                found -> refused(found, address, reason.name().toLowerCase(Locale.ROOT)),
                () -> LOGGER.info("HTTP login refused: {}, remote address {}", reason, loggable(address)));
        return new BadCredentials(reason);
    }

    private void refused(ApiKey key, Optional<InetAddress> address, String reason) {
        LOGGER.info("HTTP login refused: {}, key {}, remote address {}", reason, key.id(), loggable(address));
        audit.refused(key, address, reason);
    }

    private static String loggable(Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress).orElse("unknown");
    }
}
