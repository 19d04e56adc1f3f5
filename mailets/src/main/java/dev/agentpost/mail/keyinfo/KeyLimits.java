package dev.agentpost.mail.keyinfo;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** The limits that hold for a key and the inboxes it opens, and what is left of them now. */
public final class KeyLimits {

    /** Recipients: at most so many in any stretch of so many seconds, and how many more there may be now. */
    public record Window(int max, int perSeconds, long remaining) {}

    /** @param remainingConnections never negative, also when more are held since the limit was lowered */
    public record OfInbox(Inbox inbox, List<Window> sends, int imapConnections, int remainingConnections) {}

    private final SendLimits limits;
    private final SendAllowance allowance;
    private final ConnectionLimits connections;
    private final ConnectionSlots slots;

    @Inject
    public KeyLimits(SendLimits limits, SendAllowance allowance, ConnectionLimits connections, ConnectionSlots slots) {
        this.limits = limits;
        this.allowance = allowance;
        this.connections = connections;
        this.slots = slots;
    }

    public Mono<List<Window>> of(ApiKey key) {
        return sends(SendScope.of(key.organizationId(), key.id()));
    }

    public Mono<List<Window>> ofOrganization(ApiKey key) {
        return sends(SendScope.of(key.organizationId()));
    }

    public Mono<OfInbox> of(Inbox inbox) {
        return Mono.zip(
                        sends(SendScope.of(inbox.organizationId(), inbox.id())),
                        connections.of(inbox.organizationId(), inbox.id()).map(ConnectionLimit::connections),
                        slots.held(inbox.id()))
                .map(found ->
                        new OfInbox(inbox, found.getT1(), found.getT2(), Math.max(0, found.getT2() - found.getT3())));
    }

    private Mono<List<Window>> sends(SendScope scope) {
        return limits.of(scope)
                .flatMap(limit -> allowance.remaining(scope, limit))
                .map(KeyLimits::windows);
    }

    private static List<Window> windows(Map<SendWindow, Long> remaining) {
        return remaining.entrySet().stream()
                .map(left -> new Window(left.getKey().max(), left.getKey().perSeconds(), left.getValue()))
                .toList();
    }
}
