package dev.agentpost.mail.login;

import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** Measures how long login decisions take, as the timer {@code login}, which {@link ApiKeyLogin} has as well. */
public final class TimedInboxLogin implements InboxLogin {
    static final String TIMER = "login";

    private final InboxLogin login;
    private final MetricFactory metrics;

    public TimedInboxLogin(InboxLogin login, MetricFactory metrics) {
        this.login = login;
        this.metrics = metrics;
    }

    @Override
    public Mono<LoginResult> login(LoginAttempt attempt) {
        return Mono.from(metrics.decoratePublisherWithTimerMetric(TIMER, login.login(attempt)));
    }
}
