package dev.agentpost.mail.health.james;

import dev.agentpost.mail.health.ReadinessProbe;
import java.util.Optional;
import org.apache.james.core.healthcheck.HealthCheck;
import reactor.core.publisher.Mono;

/** The health check of the queue, which says whether it would take a mail. */
public final class QueueProbe implements ReadinessProbe {
    private final HealthCheck queue;

    public QueueProbe(HealthCheck queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Mono<Optional<String>> problem() {
        return Mono.from(queue.check())
                .map(result -> result.isHealthy() ? Optional.empty() : Optional.of("takes no mail"));
    }
}
