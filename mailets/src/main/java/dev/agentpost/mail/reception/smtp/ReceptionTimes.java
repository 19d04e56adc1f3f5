package dev.agentpost.mail.reception.smtp;

import java.util.List;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/** Times of the steps of this listener under names of their own: {@code MX-data} where submission has {@code SMTP-data}. */
final class ReceptionTimes implements MetricFactory {
    private static final String SHARED = "SMTP-";
    private static final String OWN = "MX-";
    private static final List<String> STEPS = List.of("mail", "rcpt", "data", "policy", "enqueue");

    private final MetricFactory metrics;

    private ReceptionTimes(MetricFactory metrics) {
        this.metrics = metrics;
    }

    /** They are there from now on, also before the first mail. */
    static MetricFactory of(MetricFactory metrics) {
        STEPS.forEach(step -> metrics.timer(OWN + step));
        return new ReceptionTimes(metrics);
    }

    private static String own(String name) {
        return name.startsWith(SHARED) ? OWN + name.substring(SHARED.length()) : name;
    }

    @Override
    public Metric generate(String name) {
        return metrics.generate(own(name));
    }

    @Override
    public TimeMetric timer(String name) {
        return metrics.timer(own(name));
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return metrics.decoratePublisherWithTimerMetric(own(name), publisher);
    }

    @Override
    @Deprecated
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
        return metrics.decoratePublisherWithTimerMetricLogP99(own(name), publisher);
    }
}
