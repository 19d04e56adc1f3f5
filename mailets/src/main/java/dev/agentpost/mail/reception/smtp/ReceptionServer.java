package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.ListenerNumbers;
import dev.agentpost.mail.core.smtp.MailServer;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.core.smtp.SessionLimits;
import dev.agentpost.mail.reception.RemoteLoad;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.time.Clock;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/** The listener for mail from the world: plain, with STARTTLS offered. */
public class ReceptionServer extends MailServer {
    private static final String FILE = "mxserver.xml";

    private final Clock clock;
    private ReceptionSettings settings;
    private RemoteLoad load;

    public ReceptionServer(SmtpMetrics metrics, Clock clock) {
        super(FILE, metrics);
        this.clock = clock;
    }

    @Override
    public void doConfigure(HierarchicalConfiguration<ImmutableNode> xml) throws ConfigurationException {
        super.doConfigure(xml);
        if (!xml.getBoolean("tls.[@startTLS]", false)) {
            throw new ConfigurationException(FILE + ": tls[@startTLS] must be true, the world begins in plain text");
        }
    }

    @Override
    protected SessionLimits readLimits(ListenerNumbers numbers) throws ConfigurationException {
        settings = ReceptionSettings.from(numbers);
        load = new RemoteLoad(settings.remote(), clock);
        return settings;
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return ReceptionHandlers.class;
    }

    @Override
    protected MailSession createSession(SMTPConfiguration configuration, ProtocolTransport transport, Channel channel) {
        return new ReceptionSession(configuration, transport, channel, settings, load);
    }

    @Override
    protected ChannelHandler createDeadlines() {
        return new SessionLifetime(settings);
    }
}
