package dev.agentpost.mail.reception.smtp;

import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/** Counts apart from the submission port: {@code reception_connections} and {@code reception_commands}. */
record ReceptionMetrics(Metric getConnectionMetric, Metric getCommandsMetric) implements SmtpMetrics {
    static ReceptionMetrics of(MetricFactory metrics) {
        return new ReceptionMetrics(metrics.generate("reception_connections"), metrics.generate("reception_commands"));
    }
}
