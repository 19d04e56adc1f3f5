package dev.agentpost.mail.submission.smtp;

import javax.inject.Inject;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

/** Takes the place of James's factory, so that each {@code <smtpserver>} is one of ours. */
public class SubmissionServerFactory extends SMTPServerFactory {

    @Inject
    public SubmissionServerFactory(
            DNSService dns, ProtocolHandlerLoader loader, FileSystem fileSystem, MetricFactory metricFactory) {
        super(dns, loader, fileSystem, metricFactory);
    }

    @Override
    protected SMTPServer createServer() {
        return new SubmissionServer(smtpMetrics);
    }
}
