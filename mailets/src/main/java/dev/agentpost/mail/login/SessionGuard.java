package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LiveSessions.EndReason;
import dev.agentpost.mail.login.LiveSessions.Session;
import dev.agentpost.mail.organization.OrganizationStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends the live sessions of this node that may no longer live. Changes made on this node are handled at once, those of
 * other nodes at the next tick, the expiry of keys at the next tick. A store that does not answer ends no session: those
 * in doubt are asked about again at each tick.
 *
 * <p>A login may have been decided just before a change and be registered just after it was handled. So each session is
 * compared once, at the first tick after its registration, with the changes of the last minutes.
 *
 * <p>Safe for use by many threads: a session in doubt is added to the set before it is asked about and taken from it by
 * whoever asks, so a doubt that comes up meanwhile is asked about again.
 */
@Singleton
public final class SessionGuard implements LoginChanges {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionGuard.class);

    /** Longer than any login takes from its decision to its registration. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** Every session is asked about this often, lest a change whose node died before announcing it goes unheard. */
    static final Duration SWEEP_INTERVAL = Duration.ofMinutes(5);

    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_REMEMBERED = 200_000;
    private static final int CHECKS_AT_ONCE = 16;

    private final LoginChangeLog log;
    private final CachedLogins cached;
    private final LiveSessions sessions;
    private final OrganizationStore organizations;
    private final InboxStore inboxes;
    private final ApiKeyStore keys;
    private final Clock clock;
    private final ChangeFeed feed;
    private final Cache<LoginChange, Boolean> recent;
    private final Set<Session> inDoubt = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean polling = new AtomicBoolean();
    private final AtomicBoolean storeFails = new AtomicBoolean();
    private volatile Instant nextSweep;

    @Inject
    public SessionGuard(
            LoginChangeLog log,
            CachedLogins cached,
            LiveSessions sessions,
            OrganizationStore organizations,
            InboxStore inboxes,
            ApiKeyStore keys,
            Clock clock) {
        this.log = log;
        this.cached = cached;
        this.sessions = sessions;
        this.organizations = organizations;
        this.inboxes = inboxes;
        this.keys = keys;
        this.clock = clock;
        this.feed = new ChangeFeed(log, clock);
        this.recent = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        this.nextSweep = clock.instant().plus(SWEEP_INTERVAL);
    }

    @Override
    public Mono<Void> publish(LoginChange change) {
        return Mono.whenDelayError(Mono.defer(() -> log.append(change)), Mono.defer(() -> handle(Set.of(change))));
    }

    /** To be called twice a second. The result ends when everything found out has been acted upon; it never fails. */
    public Mono<Void> tick() {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Set<Session> live = sessions.all();
            endExpired(live, now);
            live.stream()
                    .filter(Session::isSeenFirst)
                    .filter(this::isConcernedOfLate)
                    .forEach(inDoubt::add);
            if (!now.isBefore(nextSweep)) {
                nextSweep = now.plus(SWEEP_INTERVAL);
                inDoubt.addAll(live);
            }
            return Mono.when(poll(), checkThoseInDoubt());
        });
    }

    private void endExpired(Collection<Session> live, Instant now) {
        live.stream()
                .filter(session -> session.context()
                        .expiresAt()
                        .filter(expiry -> !now.isBefore(expiry))
                        .isPresent())
                .forEach(session -> end(session, EndReason.KEY_EXPIRED));
    }

    private boolean isConcernedOfLate(Session session) {
        return subjects(session).anyMatch(subject -> recent.getIfPresent(subject) != null);
    }

    private static Stream<LoginChange> subjects(Session session) {
        LoginContext context = session.context();
        return Stream.of(
                new LoginChange.Key(context.keyId()),
                new LoginChange.Inbox(context.inboxId()),
                new LoginChange.Organization(context.organizationId()));
    }

    private Mono<Void> poll() {
        if (!polling.compareAndSet(false, true)) {
            return Mono.empty();
        }
        return feed.poll()
                .timeout(POLL_TIMEOUT)
                .doFinally(signal -> polling.set(false))
                .doOnNext(batch -> storeAnswers())
                .flatMap(batch -> batch.gap() ? handleGap() : handle(batch.changes()))
                .onErrorResume(this::storeFails);
    }

    private Mono<Void> handleGap() {
        cached.forgetAll();
        inDoubt.addAll(sessions.all());
        return checkThoseInDoubt();
    }

    private Mono<Void> handle(Set<LoginChange> changes) {
        // In this order: a session registered in between is found by the one or the other.
        changes.forEach(change -> recent.put(change, true));
        changes.forEach(cached::forget);
        if (!changes.isEmpty()) {
            sessions.all().stream()
                    .filter(session -> subjects(session).anyMatch(changes::contains))
                    .forEach(inDoubt::add);
        }
        return checkThoseInDoubt();
    }

    private Mono<Void> checkThoseInDoubt() {
        return Mono.defer(() -> {
            List<Session> taken =
                    List.copyOf(inDoubt).stream().filter(inDoubt::remove).toList();
            SessionCheck check = new SessionCheck(inboxes, keys, organizations, clock.instant());
            return Flux.fromIterable(taken)
                    .flatMap(session -> check(session, check), CHECKS_AT_ONCE)
                    .then();
        });
    }

    private Mono<Void> check(Session session, SessionCheck check) {
        return Mono.defer(() -> check.reasonToEnd(session.context()))
                .timeout(POLL_TIMEOUT)
                .doOnNext(reason -> reason.ifPresent(found -> end(session, found)))
                .onErrorResume(failure -> {
                    if (session.isLive()) {
                        inDoubt.add(session);
                    }
                    return storeFails(failure).then(Mono.empty());
                })
                .then();
    }

    private static void end(Session session, EndReason reason) {
        LoginContext context = session.context();
        LOGGER.info("session ended: {}, inbox {}, key {}", reason.text(), context.email(), context.keyId());
        try {
            session.end(reason);
        } catch (RuntimeException e) {
            LOGGER.warn("session of inbox {} could not be told of its end", context.email(), e);
        }
    }

    private Mono<Void> storeFails(Throwable failure) {
        if (storeFails.compareAndSet(false, true)) {
            LOGGER.warn("revocations are not seen for now, sessions live on: {}", failure.toString());
        }
        return Mono.empty();
    }

    private void storeAnswers() {
        if (storeFails.compareAndSet(true, false)) {
            LOGGER.info("revocations are seen again");
        }
    }
}
