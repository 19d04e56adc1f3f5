package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.reception.RemoteLoad;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.util.MDCBuilder;

/** One connection from the world. */
public class ReceptionSession extends MailSession {
    private final ReceptionSettings settings;
    private final RemoteLoad load;
    private Optional<InetAddress> admitted = Optional.empty();
    private int unknownRecipients;

    ReceptionSession(
            SMTPConfiguration configuration,
            ProtocolTransport transport,
            Channel channel,
            ReceptionSettings settings,
            RemoteLoad load) {
        super(configuration, transport, channel, settings);
        this.settings = settings;
        this.load = load;
    }

    public static ReceptionSession of(SMTPSession session) {
        return (ReceptionSession) session;
    }

    @Override
    public MDCBuilder mdc() {
        return SMTPMDCContextFactory.forSession(this);
    }

    ReceptionSettings settings() {
        return settings;
    }

    InetAddress client() {
        return getRemoteAddress().getAddress();
    }

    /** Why the connection may not stay. */
    Optional<SmtpReply> admit() {
        InetAddress client = client();
        return switch (load.connect(client)) {
            case ADMITTED -> {
                admitted = Optional.of(client);
                yield Optional.empty();
            }
            case TOO_MANY_OF_ADDRESS -> Optional.of(ReceptionReplies.TOO_MANY_CONNECTIONS);
            case TOO_MANY -> Optional.of(ReceptionReplies.BUSY);
        };
    }

    /** Behind a load balancer the client is known only now. */
    @Override
    protected void clientIsKnown() {
        admit().ifPresent(this::end);
    }

    void leave() {
        admitted.ifPresent(load::disconnect);
        admitted = Optional.empty();
    }

    boolean mayBeginMessage() {
        return load.takeMessage(client());
    }

    boolean isOneUnknownRecipientTooMany() {
        unknownRecipients++;
        return unknownRecipients > settings.maxUnknownRecipients();
    }
}
