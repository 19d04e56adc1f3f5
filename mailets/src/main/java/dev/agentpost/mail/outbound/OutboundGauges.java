package dev.agentpost.mail.outbound;

import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.lifecycle.api.Startable;
import org.apache.james.metrics.api.GaugeRegistry;

/**
 * {@code outbound_due}, {@code outbound_later} and {@code outbound_oldest_seconds} of all nodes together, {@code outbound_waiting} and
 * {@code outbound_connections} of this one.
 */
public final class OutboundGauges implements Startable {
    private final GaugeRegistry gauges;
    private final DeliveryEngine engine;
    private final Clock clock;

    @Inject
    public OutboundGauges(GaugeRegistry gauges, DeliveryEngine engine, Clock clock) {
        this.gauges = gauges;
        this.engine = engine;
        this.clock = clock;
    }

    public void register() {
        gauges.register("outbound_due", () -> engine.depth().due())
                .register("outbound_later", engine::later)
                .register(
                        "outbound_oldest_seconds",
                        () -> engine.depth().delay(clock).toSeconds())
                .register("outbound_waiting", engine::waiting)
                .register("outbound_connections", engine::working);
    }
}
