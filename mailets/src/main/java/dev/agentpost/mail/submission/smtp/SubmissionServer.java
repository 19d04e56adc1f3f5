package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.ListenerNumbers;
import dev.agentpost.mail.core.smtp.MailServer;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.core.smtp.SessionLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/** The listener for inboxes: implicit TLS only. */
public class SubmissionServer extends MailServer {
    private static final String FILE = "smtpserver.xml";

    private SubmissionSettings settings;

    public SubmissionServer(SmtpMetrics metrics) {
        super(FILE, metrics);
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> xml) throws ConfigurationException {
        super.doConfigure(xml);
        if (!xml.getBoolean("tls.[@socketTLS]", false)) {
            throw new ConfigurationException(FILE + ": tls[@socketTLS] must be true, mail is submitted over TLS only");
        }
    }

    @Override
    protected SessionLimits readLimits(ListenerNumbers numbers) throws ConfigurationException {
        settings = SubmissionSettings.from(numbers);
        return settings;
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return SubmissionHandlers.class;
    }

    @Override
    protected MailSession createSession(SMTPConfiguration configuration, ProtocolTransport transport, Channel channel) {
        return new SubmissionSession(configuration, transport, channel, settings);
    }

    @Override
    protected ChannelHandler createDeadlines() {
        return new LoginDeadline(settings);
    }
}
