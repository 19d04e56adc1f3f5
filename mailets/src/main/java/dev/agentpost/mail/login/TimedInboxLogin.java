package dev.agentpost.mail.login;

import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** Measures how long login decisions take, as the timer {@code login}. */
public final class TimedInboxLogin implements InboxLogin {
    private final InboxLogin login;
    private final MetricFactory metrics;

    public TimedInboxLogin(InboxLogin login, MetricFactory metrics) {
        this.login = login;
        this.metrics = metrics;
    }

    @Override
    public Mono<LoginResult> login(LoginAttempt attempt) {
        return Mono.from(metrics.decoratePublisherWithTimerMetric("login", login.login(attempt)));
    }
}
