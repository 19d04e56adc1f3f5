package dev.agentpost.mail.health.http;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import io.prometheus.client.dropwizard.DropwizardExports;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code /metrics} in the text format of Prometheus. They tell how much mail there is, so they are for the operator: who
 * comes from this very machine, and not through a proxy, whatever credentials it shows, or has the admin token.
 */
public final class MetricsRoutes implements HttpRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(MetricsRoutes.class);

    private final MetricRegistry registry;
    private final AdminToken token;

    @Inject
    public MetricsRoutes(MetricRegistry registry, AdminToken token) {
        this.registry = registry;
        this.token = token;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(HttpRoute.get("/metrics", this::answer));
    }

    private Mono<HttpAnswer> answer(HttpRequest request) {
        if (!isFromThisMachine(request) && !hasToken(request)) {
            boolean presented = request.header("authorization").isPresent();
            return Mono.just(HttpProblem.unauthorized("The admin token is needed, as Bearer", presented));
        }
        // gauges may ask whom they measure
        return Mono.fromCallable(this::collect)
                .subscribeOn(Schedulers.boundedElastic())
                .map(text -> HttpAnswer.text(200, TextFormat.CONTENT_TYPE_004, text));
    }

    private boolean hasToken(HttpRequest request) {
        return request.bearer().map(String::strip).filter(token::matches).isPresent();
    }

    private static boolean isFromThisMachine(HttpRequest request) {
        return !request.isForwarded()
                && request.remoteAddress()
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent();
    }

    private String collect() throws IOException {
        StringWriter text = new StringWriter();
        TextFormat.write004(text, Collections.enumeration(new DropwizardExports(readable()).collect()));
        return text.toString();
    }

    /** Each gauge with the value that it has now, without those that do not tell: the others are needed all the same. */
    private MetricRegistry readable() {
        MetricRegistry readable = new MetricRegistry();
        registry.getMetrics().forEach((name, metric) -> {
            if (metric instanceof Gauge<?> gauge) {
                read(name, gauge).ifPresent(value -> readable.register(name, (Gauge<Object>) () -> value));
            } else {
                readable.register(name, metric);
            }
        });
        return readable;
    }

    private static Optional<Object> read(String name, Gauge<?> gauge) {
        try {
            return Optional.ofNullable(gauge.getValue());
        } catch (RuntimeException e) {
            LOGGER.warn("metric {} is left out, it cannot be read: {}", name, e.toString());
            return Optional.empty();
        }
    }
}
