package dev.agentpost.mail.admin;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.SendScope;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Forgets the limits of keys that are revoked. */
public final class LimitDeletion {
    private final SendLimits sendLimits;

    @Inject
    public LimitDeletion(SendLimits sendLimits) {
        this.sendLimits = sendLimits;
    }

    /** Of a key that nobody can use any longer. May be repeated. */
    public Mono<Void> delete(ApiKey key) {
        return sendLimits.change(SendScope.of(key.organizationId(), key.id()), Optional.empty());
    }
}
