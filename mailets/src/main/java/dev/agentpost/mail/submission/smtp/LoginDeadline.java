package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SessionDeadlines;
import dev.agentpost.mail.core.smtp.SmtpReply;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/** Ends connections that do not log in as well. Runs on the event loop of its connection. */
class LoginDeadline extends SessionDeadlines {
    private static final SmtpReply NO_LOGIN = new SmtpReply("421", "4.4.2", "No login in time, closing connection");

    private final SubmissionSettings settings;
    private Future<?> loginDeadline;

    LoginDeadline(SubmissionSettings settings) {
        super(settings);
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        loginDeadline = context.executor()
                .schedule(
                        () -> endUnlessLoggedIn(context),
                        settings.loginDeadline().toMillis(),
                        TimeUnit.MILLISECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (loginDeadline != null) {
            loginDeadline.cancel(false);
        }
        super.channelInactive(context);
    }

    private static void endUnlessLoggedIn(ChannelHandlerContext context) {
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
