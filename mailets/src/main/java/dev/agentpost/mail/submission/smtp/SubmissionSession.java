package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.MailSession;
import io.netty.channel.Channel;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.util.MDCBuilder;

/** One connection of an inbox. */
public class SubmissionSession extends MailSession {
    private volatile boolean loggedIn;

    SubmissionSession(
            SMTPConfiguration configuration,
            ProtocolTransport transport,
            Channel channel,
            SubmissionSettings settings) {
        super(configuration, transport, channel, settings);
    }

    @Override
    public MDCBuilder mdc() {
        return SessionMdc.of(this);
    }

    @Override
    public void setUsername(Username username) {
        super.setUsername(username);
        loggedIn = true;
    }

    boolean isLoggedIn() {
        return loggedIn;
    }
}
