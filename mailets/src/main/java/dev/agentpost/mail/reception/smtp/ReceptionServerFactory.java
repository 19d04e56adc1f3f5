package dev.agentpost.mail.reception.smtp;

import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Makes the listeners of {@code mxserver.xml}. */
public class ReceptionServerFactory extends SMTPServerFactory {
    private final ReceptionMetrics metrics;
    private final Clock clock;

    @Inject
    public ReceptionServerFactory(
            DNSService dns,
            ProtocolHandlerLoader loader,
            FileSystem fileSystem,
            MetricFactory metricFactory,
            Clock clock) {
        super(dns, loader, fileSystem, metricFactory);
        this.metrics = ReceptionMetrics.of(metricFactory);
        this.clock = clock;
    }

    @Override
    protected SMTPServer createServer() {
        return new ReceptionServer(metrics, clock);
    }
}
