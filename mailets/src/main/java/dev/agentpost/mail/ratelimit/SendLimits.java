package dev.agentpost.mail.ratelimit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * The limits that hold: those that were set, else the defaults. Remembered for a second for senders; a change made on this
 * node holds at once. Safe for use by many threads.
 */
public final class SendLimits {
    /** On other nodes a change holds after this long. */
    static final Duration STALENESS = Duration.ofSeconds(1);

    private final SendLimitStore store;
    private final SendLimitDefaults defaults;
    private final RecentReads<Sender, Map<SendScope, SendLimit>> remembered;

    @Inject
    public SendLimits(SendLimitStore store, SendLimitDefaults defaults) {
        this(store, defaults, Ticker.systemTicker());
    }

    SendLimits(SendLimitStore store, SendLimitDefaults defaults, Ticker ticker) {
        this.store = store;
        this.defaults = defaults;
        this.remembered = new RecentReads<>(STALENESS, ticker, this::read);
    }

    /** At most {@link #STALENESS} behind the store; scopes without a limit are left out. */
    CompletableFuture<Map<SendScope, SendLimit>> remembered(Sender sender) {
        // One sender that gives up must not cancel the read that others wait for: hence the "true".
        return LogContext.followed(Mono.fromFuture(() -> remembered.get(sender), true))
                .toFuture();
    }

    private Mono<Map<SendScope, SendLimit>> read(Sender sender) {
        return Mono.defer(() -> store.find(sender.organization(), sender.scopes()))
                .map(set -> {
                    Map<SendScope, SendLimit> limits = new LinkedHashMap<>();
                    sender.scopes().forEach(scope -> limits.put(scope, set.getOrDefault(scope, defaults.of(scope))));
                    limits.values().removeIf(SendLimit::isNone);
                    return limits;
                });
    }

    /** As the store has it now. */
    public Mono<SendLimit> of(SendScope scope) {
        return store.find(scope.organization(), List.of(scope)).map(set -> set.getOrDefault(scope, defaults.of(scope)));
    }

    /** @param limit empty: the default holds again */
    public Mono<Void> change(SendScope scope, Optional<SendLimit> limit) {
        return limit.map(wanted -> store.save(scope, wanted))
                .orElseGet(() -> store.delete(scope))
                .then(Mono.fromRunnable(remembered::forgetAll));
    }

    /** For an organization that goes, with all that it owns. */
    public Mono<Void> forgetAll(OrganizationId organization) {
        return store.deleteAll(organization).then(Mono.fromRunnable(remembered::forgetAll));
    }
}
