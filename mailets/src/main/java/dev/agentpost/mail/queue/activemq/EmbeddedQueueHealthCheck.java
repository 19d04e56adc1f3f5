package dev.agentpost.mail.queue.activemq;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Unhealthy when the queue would refuse a mail: stopped, journal broken, or no space left. */
public final class EmbeddedQueueHealthCheck implements HealthCheck {
    static final ComponentName NAME = new ComponentName("Embedded mail queue");

    private final EmbeddedBroker broker;

    @Inject
    public EmbeddedQueueHealthCheck(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Mono<Result> check() {
        return Mono.fromCallable(this::state).subscribeOn(Schedulers.boundedElastic());
    }

    private Result state() {
        if (!broker.isRunning()) {
            return Result.unhealthy(NAME, "the embedded broker does not run");
        }
        try {
            broker.ensureAccepts(0);
            return Result.healthy(NAME);
        } catch (IOException e) {
            return Result.unhealthy(NAME, e.getMessage());
        }
    }
}
