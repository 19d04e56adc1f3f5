package dev.agentpost.mail.server;

import java.util.Optional;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import reactor.core.publisher.Mono;

/** Says for as long as it is so that other servers cannot believe the name of this one. */
final class OutboundNameCheck implements HealthCheck {
    private static final ComponentName COMPONENT = new ComponentName("Outbound name");

    private final Optional<String> warning;

    OutboundNameCheck(Optional<String> warning) {
        this.warning = warning;
    }

    @Override
    public ComponentName componentName() {
        return COMPONENT;
    }

    @Override
    public Mono<Result> check() {
        return Mono.just(
                warning.map(text -> Result.degraded(COMPONENT, text)).orElseGet(() -> Result.healthy(COMPONENT)));
    }
}
