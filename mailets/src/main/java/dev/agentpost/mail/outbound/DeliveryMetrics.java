package dev.agentpost.mail.outbound;

import java.util.List;
import org.apache.james.metrics.api.MetricFactory;

/** Counts recipients by what came of tries: {@code outbound_delivered}, {@code outbound_deferred}, {@code outbound_bounced}. */
public final class DeliveryMetrics {
    private final MetricFactory metrics;

    public DeliveryMetrics(MetricFactory metrics) {
        this.metrics = metrics;
    }

    void count(List<RecipientState> changed) {
        changed.forEach(recipient ->
                metrics.generate("outbound_" + recipient.status().value()).increment());
    }
}
