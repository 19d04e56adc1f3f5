package dev.agentpost.mail.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditTrail;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets through so many refused logins of one kind in a minute, so that whoever tries out secrets does not fill the trail of
 * an organization. After the minute one entry says how many were left out. Counted on this node; what was left out in the
 * last minute before a stop is in the log alone. Safe for use by many threads.
 */
final class RefusalCap {
    static final int MAX = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST_KINDS = 100_000;

    /** Refusals that differ in no more than where they come from, when, and with which key. */
    private record Kind(
            OrganizationId organization, AuditAction action, Optional<String> inbox, Optional<String> reason) {
        static Kind of(AuditEvent event) {
            return new Kind(event.organization(), event.action(), event.inbox(), event.reason());
        }
    }

    private final AuditTrail trail;
    private final Clock clock;
    private final Cache<Kind, Integer> counts;

    RefusalCap(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
        this.counts = Caffeine.newBuilder()
                .maximumSize(MOST_KINDS)
                .expireAfter(new FromTheFirst())
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener(this::onRemoval)
                .build();
    }

    void record(AuditEvent event) {
        if (counts.asMap().merge(Kind.of(event), 1, Integer::sum) <= MAX) {
            trail.record(event);
        }
    }

    private void onRemoval(Kind kind, Integer count, RemovalCause cause) {
        if (cause.wasEvicted() && count > MAX) {
            AuditEvent event = AuditEvent.of(clock.instant(), kind.organization(), kind.action(), AuditOutcome.REFUSED);
            AuditEvent withInbox = kind.inbox().map(event::withInbox).orElse(event);
            String reason = kind.reason().map(why -> why + ": ").orElse("");
            trail.record(withInbox.withReason(
                    reason + (count - MAX) + " more within " + WINDOW.toSeconds() + " seconds were left out"));
        }
    }

    /** The window begins with the first, and is not moved by those that follow. */
    private static final class FromTheFirst implements Expiry<Kind, Integer> {
        @Override
        public long expireAfterCreate(Kind kind, Integer count, long now) {
            return WINDOW.toNanos();
        }

        @Override
        public long expireAfterUpdate(Kind kind, Integer count, long now, long left) {
            return left;
        }

        @Override
        public long expireAfterRead(Kind kind, Integer count, long now, long left) {
            return left;
        }
    }
}
