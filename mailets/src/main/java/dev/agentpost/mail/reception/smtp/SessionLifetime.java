package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.SessionDeadlines;
import dev.agentpost.mail.core.smtp.SmtpReply;
import io.netty.channel.ChannelHandlerContext;

/** Ends connections that go on for too long as well, however busy they are. */
final class SessionLifetime extends SessionDeadlines {
    private static final SmtpReply OVER =
            new SmtpReply("421", "4.4.2", "Connection open for too long, closing connection");

    SessionLifetime(ReceptionSettings settings) {
        super(settings, settings.maxSession());
    }

    @Override
    protected void deadlinePassed(ChannelHandlerContext context) {
        end(context, OVER);
    }
}
