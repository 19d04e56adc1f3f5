package dev.agentpost.mail.http;

import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;

/**
 * What is measured of the listener: {@code http_connections} that are open, {@code http_answered_2xx} to {@code 5xx},
 * {@code http_refused_connection}, {@code http_timed_out}, and how long it takes until the answer to a {@code http_request}
 * begins. No name comes from a request. All are there from the start. Safe for use by many threads; never blocks.
 */
public final class HttpMetrics {
    private static final String REQUEST = "http_request";

    private final MetricFactory metrics;
    private final GaugeRegistry gauges;
    private final Map<Integer, Metric> answered;
    private final Metric refusedConnections;
    private final Metric timedOut;

    public HttpMetrics(MetricFactory metrics, GaugeRegistry gauges) {
        this.metrics = metrics;
        this.gauges = gauges;
        this.answered = IntStream.rangeClosed(2, 5)
                .boxed()
                .collect(Collectors.toUnmodifiableMap(
                        first -> first, first -> metrics.generate("http_answered_" + first + "xx")));
        this.refusedConnections = metrics.generate("http_refused_connection");
        this.timedOut = metrics.generate("http_timed_out");
        metrics.timer(REQUEST);
    }

    public void watchConnections(IntSupplier open) {
        gauges.register("http_connections", open::getAsInt);
    }

    /** To be stopped when its answer begins. */
    public TimeMetric request() {
        return metrics.timer(REQUEST);
    }

    public void answered(int status) {
        answered.get(status / 100).increment();
    }

    /** One too many. */
    public void connectionRefused() {
        refusedConnections.increment();
    }

    /** A client that sent its request or took its answer too slowly. */
    public void timedOut() {
        timedOut.increment();
    }
}
