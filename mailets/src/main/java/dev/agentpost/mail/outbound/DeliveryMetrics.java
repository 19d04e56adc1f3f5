package dev.agentpost.mail.outbound;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Counts recipients by what came of tries: {@code outbound_delivered}, {@code outbound_deferred}, {@code outbound_bounced},
 * {@code outbound_cancelled}.
 */
public final class DeliveryMetrics {
    private final Map<DeliveryStatus, Metric> metrics = new EnumMap<>(DeliveryStatus.class);

    public DeliveryMetrics(MetricFactory factory) {
        // nothing is queued by a try
        for (DeliveryStatus status : EnumSet.complementOf(EnumSet.of(DeliveryStatus.QUEUED))) {
            metrics.put(status, factory.generate("outbound_" + status.value()));
        }
    }

    void count(List<RecipientState> changed) {
        changed.forEach(recipient -> metrics.get(recipient.status()).increment());
    }
}
