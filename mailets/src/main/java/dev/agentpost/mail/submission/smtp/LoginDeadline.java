package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SessionDeadlines;
import dev.agentpost.mail.core.smtp.SmtpReply;
import io.netty.channel.ChannelHandlerContext;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/** Ends connections that do not log in as well. Runs on the event loop of its connection. */
class LoginDeadline extends SessionDeadlines {
    private static final SmtpReply NO_LOGIN = new SmtpReply("421", "4.4.2", "No login in time, closing connection");

    LoginDeadline(SubmissionSettings settings) {
        super(settings, settings.loginDeadline());
    }

    @Override
    protected void deadlinePassed(ChannelHandlerContext context) {
        if (context.channel()
                                .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                                .get()
                        instanceof SubmissionSession session
                && session.isLoggedIn()) {
            return;
        }
        end(context, NO_LOGIN);
    }
}
