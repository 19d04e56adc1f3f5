package dev.agentpost.mail.queue.activemq;

import java.time.Clock;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.library.AbstractMailQueueFactory;

/** The mail queues of this node, carried by an embedded broker that ends with this factory. */
public final class EmbeddedMailQueueFactory extends AbstractMailQueueFactory<ManageableMailQueue> {
    private final EmbeddedBroker broker;
    private final SendingConnections sending;
    private final MailQueueItemDecoratorFactory decorators;
    private final MetricFactory metrics;
    private final GaugeRegistry gauges;
    private final Clock clock;

    @Inject
    public EmbeddedMailQueueFactory(
            EmbeddedBroker broker,
            MailQueueItemDecoratorFactory decorators,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock) {
        this.broker = broker;
        this.sending = new SendingConnections(broker.connections());
        this.decorators = decorators;
        this.metrics = metrics;
        this.gauges = gauges;
        this.clock = clock;
        setUseJMX(false);
    }

    @Override
    protected ManageableMailQueue createCacheableMailQueue(MailQueueName name) {
        return new EmbeddedMailQueue(broker, sending, decorators, name, metrics, gauges, clock);
    }

    @Override
    @PreDestroy
    public synchronized void destroy() {
        super.destroy();
        sending.close();
        broker.close();
    }
}
